package io.cameo.service.reference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Schemas as tables and words. */
final class SchemaHtml {

  private final Document document;

  SchemaHtml(Document document) {
    this.document = document;
  }

  /** Whether a schema has fields, and so a table of its own. */
  boolean isRecord(JsonNode schema) {
    return document.resolve(schema).path("properties").size() > 0;
  }

  /** A table of the fields; those of records within stand below their own. */
  String fields(JsonNode schema) {
    return "<table class=\"fields\"><tbody>\n"
        + rows(document.resolve(schema), "")
        + "</tbody></table>\n";
  }

  private String rows(JsonNode schema, String within) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asString("")));
    StringBuilder html = new StringBuilder();
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      JsonNode type = field.getValue();
      String name = within + field.getKey();
      html.append(row(name, required.contains(field.getKey()), words(type), describe(type)));
      JsonNode inner = type.path("type").asString("").equals("array") ? type.path("items") : type;
      if (inner.has("properties")) {
        html.append(rows(inner, name + (inner.equals(type) ? "." : "[].")));
      }
    }
    return html.toString();
  }

  /** One row: a name with its kind, and what it means. */
  static String row(String name, boolean required, String kind, String meaning) {
    return "<tr><th scope=\"row\"><code>"
        + Markup.escape(name)
        + "</code>"
        + (required ? "" : " <span class=\"quiet\">optional</span>")
        + "<br><span class=\"kind\">"
        + kind
        + "</span></th><td>"
        + meaning
        + "</td></tr>\n";
  }

  /** The schema's own words, else those of what it refers to. */
  String describe(JsonNode schema) {
    String own = schema.path("description").asString("");
    return Markup.line(
        own.isEmpty() ? document.resolve(schema).path("description").asString("") : own);
  }

  /** What kind of value it is, in a few words of HTML. */
  String words(JsonNode schema) {
    String referred = Document.referred(schema);
    if (!referred.isEmpty() && isRecord(schema)) {
      return "<a href=\"#schema-" + referred + "\">" + Markup.escape(referred) + "</a>";
    }
    JsonNode real = document.resolve(schema);
    List<String> words = new ArrayList<>();
    words.add(kind(real));
    List<String> choice = new ArrayList<>();
    real.path("enum")
        .forEach(one -> choice.add("<code>" + Markup.escape(one.asString("")) + "</code>"));
    if (!choice.isEmpty()) {
      words.set(0, (choice.size() > 1 ? "one of " : "") + String.join(", ", choice));
    }
    if (real.has("const")) {
      words.set(0, "<code>" + Markup.escape(real.path("const").asString("")) + "</code>");
    }
    bounds(real, "minimum", "maximum", "", words);
    bounds(real, "minLength", "maxLength", " characters", words);
    if (real.has("default")) {
      words.add("default <code>" + Markup.escape(real.path("default").asString("")) + "</code>");
    }
    return String.join(", ", words);
  }

  private String kind(JsonNode real) {
    if (real.path("type").isArray()) {
      List<String> kinds = new ArrayList<>();
      real.path("type").forEach(one -> kinds.add(one.asString("")));
      return String.join(" or ", kinds);
    }
    return switch (real.path("type").asString("")) {
      case "array" -> "list of " + words(real.path("items"));
      case "object" ->
          real.has("additionalProperties")
              ? "map to " + words(real.path("additionalProperties"))
              : "object";
      case "string" ->
          switch (real.path("format").asString("")) {
            case "date-time" -> "time";
            case "uri" -> "address";
            default -> "string";
          };
      default -> Markup.escape(real.path("type").asString("anything"));
    };
  }

  private static void bounds(
      JsonNode schema, String least, String most, String unit, List<String> words) {
    String from = schema.path(least).asString("");
    String to = schema.path(most).asString("");
    if (!from.isEmpty() && !to.isEmpty()) {
      words.add(from + " to " + to + unit);
    } else if (!to.isEmpty()) {
      words.add("at most " + to + unit);
    } else if (!from.isEmpty()) {
      words.add("at least " + from + unit);
    }
  }
}
