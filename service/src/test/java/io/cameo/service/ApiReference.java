package io.cameo.service;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The reference of the API, {@code docs/openapi.yaml}, as tests hold it against the code. */
final class ApiReference {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> METHODS = Set.of("get", "head", "put", "post", "delete");

  /** What an answer may carry only where the document says so. */
  private static final List<String> TOLD_HEADERS =
      List.of("ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate");

  private final JsonNode root;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private ApiReference(JsonNode root) {
    this.root = root;
  }

  static ApiReference read() {
    try {
      Object tree =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(Files.readString(Path.of("../docs/openapi.yaml")));
      return new ApiReference(JSON.valueToTree(tree));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  JsonNode root() {
    return root;
  }

  JsonNode components(String kind) {
    return root.path("components").path(kind);
  }

  /** The node, or what it refers to. */
  JsonNode resolve(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = root.at(at.path("$ref").asString("").substring(1));
      if (at.isMissingNode()) {
        throw new AssertionError("nothing is at " + node);
      }
    }
    return at;
  }

  /** Every address with its method. */
  Set<String> addresses() {
    Set<String> all = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      path.getValue().propertyNames().stream()
          .filter(METHODS::contains)
          .forEach(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    return all;
  }

  /** A call by its method and path; missing when there is none. */
  JsonNode operation(String at) {
    String method = at.substring(0, at.indexOf(' ')).toLowerCase(Locale.ROOT);
    return root.path("paths").path(at.substring(at.indexOf(' ') + 1)).path(method);
  }

  /** All parameters of a call, with those of its path. */
  List<JsonNode> parameters(String at) {
    List<JsonNode> all = new ArrayList<>();
    JsonNode path = root.path("paths").path(at.substring(at.indexOf(' ') + 1));
    path.path("parameters").forEach(one -> all.add(resolve(one)));
    operation(at).path("parameters").forEach(one -> all.add(resolve(one)));
    return all;
  }

  /** The answers of a call by their statuses. */
  Map<String, JsonNode> answers(String at) {
    Map<String, JsonNode> all = new HashMap<>();
    operation(at)
        .path("responses")
        .properties()
        .forEach(one -> all.put(one.getKey(), resolve(one.getValue())));
    return all;
  }

  /** The scopes that a key needs for a call. */
  Set<String> scopes(String at) {
    Set<String> scopes = new TreeSet<>();
    operation(at)
        .path("security")
        .forEach(way -> way.path("key").forEach(scope -> scopes.add(scope.asString(""))));
    return scopes;
  }

  /** What is wrong with a value by its schema. */
  List<String> wrong(JsonNode schema, JsonNode value) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", root.path("components"));
    whole.putArray("allOf").add(schema);
    return schemas.getSchema(whole).validate(value).stream().map(Error::toString).toList();
  }

  /** What an answer is that the document does not say. */
  List<String> contradictions(String method, String path, MockHttpServletResponse answer) {
    Optional<String> at =
        addresses().stream()
            .filter(one -> one.startsWith(method + " "))
            .filter(one -> form(one.substring(method.length() + 1)).matcher(path).matches())
            .min((one, other) -> Long.compare(variables(one), variables(other)));
    if (at.isEmpty()) {
      return Stream.of(404, 405).anyMatch(status -> status == answer.getStatus())
          ? List.of()
          : List.of("there is no such address");
    }
    JsonNode told = answers(at.get()).get(Integer.toString(answer.getStatus()));
    if (told == null) {
      return List.of("it does not answer " + answer.getStatus());
    }
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, JsonNode> header : told.path("headers").properties()) {
      boolean required = resolve(header.getValue()).path("required").asBoolean(false);
      if (required && answer.getHeader(header.getKey()) == null) {
        wrong.add(header.getKey() + " is missing");
      }
    }
    for (String header : TOLD_HEADERS) {
      if (answer.getHeader(header) != null && !told.path("headers").has(header)) {
        wrong.add(header + " is not told of");
      }
    }
    wrong.addAll(ofBody(told.path("content"), answer));
    return wrong;
  }

  private List<String> ofBody(JsonNode content, MockHttpServletResponse answer) {
    byte[] body = answer.getContentAsByteArray();
    if (body.length == 0) {
      return List.of();
    }
    MediaType type = MediaType.parseMediaType(String.valueOf(answer.getContentType()));
    JsonNode told = content.path(type.getType() + "/" + type.getSubtype());
    if (told.isMissingNode()) {
      return List.of("it does not answer in " + type);
    }
    if (!told.has("schema")) {
      return List.of();
    }
    JsonNode value = JSON.readTree(body);
    List<String> wrong = new ArrayList<>(wrong(told.path("schema"), value));
    String code = value.path("code").asString("");
    if (type.getSubtype().equals("problem+json") && !told.path("examples").has(code)) {
      wrong.add("it does not answer " + code);
    }
    return wrong;
  }

  private static long variables(String path) {
    return path.chars().filter(c -> c == '{').count();
  }

  private static Pattern form(String path) {
    StringBuilder form = new StringBuilder();
    for (String part : path.split("(?=\\{)|(?<=})", -1)) {
      form.append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
    }
    return Pattern.compile(form.toString());
  }
}
