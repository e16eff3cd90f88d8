package io.cameo.service.reference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document, with its references followed. */
final class Document {

  private static final Set<String> METHODS = Set.of("get", "head", "put", "post", "delete");
  private static final String REFERENCE = "$ref";

  private final JsonNode root;

  private Document(JsonNode root) {
    this.root = root;
  }

  /**
   * One call of the API.
   *
   * @param method in capitals
   * @param parameters those of the path first
   */
  record Call(String method, String path, JsonNode operation, List<JsonNode> parameters) {

    /** Its anchor within the page. */
    String id() {
      return operation.path("operationId").asString("");
    }
  }

  static Document read(byte[] yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    Object tree =
        new Yaml(new SafeConstructor(options)).load(new String(yaml, StandardCharsets.UTF_8));
    return new Document(JsonMapper.builder().build().valueToTree(tree));
  }

  JsonNode root() {
    return root;
  }

  /** What stands under a name of the components, such as {@code schemas}. */
  JsonNode components(String kind) {
    return root.path("components").path(kind);
  }

  /** The node itself, or what it refers to. */
  JsonNode resolve(JsonNode node) {
    JsonNode at = node;
    while (at.has(REFERENCE)) {
      at = root.at(at.path(REFERENCE).asString("").substring(1));
    }
    return at;
  }

  /** The last part of what a node refers to; empty when it refers to nothing. */
  static String referred(JsonNode node) {
    String reference = node.path(REFERENCE).asString("");
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  /** All calls under a tag, in the order of the document. */
  List<Call> calls(String tag) {
    List<Call> calls = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> one : path.getValue().properties()) {
        if (METHODS.contains(one.getKey()) && isTagged(one.getValue(), tag)) {
          calls.add(
              new Call(
                  one.getKey().toUpperCase(java.util.Locale.ROOT),
                  path.getKey(),
                  one.getValue(),
                  parameters(path.getValue(), one.getValue())));
        }
      }
    }
    return calls;
  }

  private static boolean isTagged(JsonNode operation, String tag) {
    return operation.path("tags").path(0).asString("").equals(tag);
  }

  private List<JsonNode> parameters(JsonNode path, JsonNode operation) {
    List<JsonNode> all = new ArrayList<>();
    path.path("parameters").forEach(one -> all.add(resolve(one)));
    operation.path("parameters").forEach(one -> all.add(resolve(one)));
    return all;
  }
}
