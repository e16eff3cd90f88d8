package io.cameo.storage.s3.provision;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** The JSON of policies: written by the SDK's writer, compared by what it means. */
final class PolicyJson {

  private PolicyJson() {}

  /**
   * The text of a value.
   *
   * @param value a map, a list, a text, or a node that was read
   */
  static String text(Object value) {
    try (JsonWriter out = JsonWriter.create()) {
      write(out, value);
      return new String(out.getBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void write(JsonWriter out, Object value) {
    switch (value) {
      case Map<?, ?> object -> {
        out.writeStartObject();
        object.forEach(
            (name, member) -> {
              out.writeFieldName(String.valueOf(name));
              write(out, member);
            });
        out.writeEndObject();
      }
      case List<?> array -> {
        out.writeStartArray();
        array.forEach(member -> write(out, member));
        out.writeEndArray();
      }
      case JsonNode node when node.isObject() -> write(out, node.asObject());
      case JsonNode node when node.isArray() -> write(out, node.asArray());
      case JsonNode node when node.isNumber() -> out.writeNumber(node.asNumber());
      case JsonNode node when node.isBoolean() -> out.writeValue(node.asBoolean());
      case JsonNode node when node.isNull() -> out.writeNull();
      case JsonNode node -> out.writeValue(node.asString());
      default -> out.writeValue(String.valueOf(value));
    }
  }

  static JsonNode parse(String text) {
    return JsonNode.parser().parse(text);
  }

  /** Whether both statements say the same, in whatever form a server gives them back. */
  static boolean saysTheSame(JsonNode one, JsonNode other) {
    return meaning(one).equals(meaning(other));
  }

  /** Lists as sets, one value as a list of it, names without case. */
  private static Object meaning(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> members = new TreeMap<>();
      node.asObject()
          .forEach(
              (name, member) ->
                  members.put(
                      name.toLowerCase(Locale.ROOT),
                      name.equals("Principal") ? principal(member) : meaning(member)));
      return members;
    }
    return texts(node);
  }

  private static Object principal(JsonNode node) {
    return node.isObject() ? meaning(node) : Map.of("aws", texts(node));
  }

  /** A list of texts, or one text; everything else as its own text. */
  static Set<String> texts(JsonNode node) {
    List<JsonNode> all = node.isArray() ? node.asArray() : List.of(node);
    return all.stream()
        .map(each -> each.isString() ? each.asString() : text(each))
        .collect(Collectors.toUnmodifiableSet());
  }
}
