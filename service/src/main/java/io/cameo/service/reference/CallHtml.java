package io.cameo.service.reference;

import io.cameo.service.reference.Document.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One call: what it does on the left, how it looks on the wire on the right. */
final class CallHtml {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter()
          .withSeparators(
              Separators.createDefaultInstance()
                  .withObjectNameValueSpacing(Separators.Spacing.AFTER));

  private final Document document;
  private final SchemaHtml schemas;

  CallHtml(Document document, SchemaHtml schemas) {
    this.document = document;
    this.schemas = schemas;
  }

  /** Method and path. */
  static String name(Call call) {
    return "<span class=\"method "
        + call.method().toLowerCase(Locale.ROOT)
        + "\">"
        + call.method()
        + "</span> <code class=\"path\">"
        + Markup.path(call.path())
        + "</code>";
  }

  String of(Call call) {
    JsonNode operation = call.operation();
    return """
        <article class="call" id="%s">
        <h3>%s <a class="anchor" href="#%s" aria-label="Link to this call">#</a></h3>
        <div class="words">
        <p class="summary">%s</p>
        %s%s%s%s%s</div>
        <div class="wire">
        %s%s</div>
        </article>
        """
        .formatted(
            call.id(),
            name(call),
            call.id(),
            Markup.line(operation.path("summary").asString("")),
            Markup.paragraphs(operation.path("description").asString("")),
            who(operation.path("security")),
            parameters(call),
            body(operation.path("requestBody")),
            answers(operation.path("responses")),
            block("Request", CurlExample.of(call, givesPicture(call))),
            answerExample(operation.path("responses")));
  }

  private boolean givesPicture(Call call) {
    return call.method().equals("GET")
        && document
            .resolve(call.operation().path("responses").path("200"))
            .path("content")
            .has("image/jpeg");
  }

  private static String who(JsonNode security) {
    List<String> ways = new ArrayList<>();
    for (JsonNode way : security) {
      for (Map.Entry<String, JsonNode> one : way.properties()) {
        String scope = one.getValue().path(0).asString("");
        String words =
            switch (one.getKey()) {
              case "key" -> "key with the scope";
              case "uploadToken" -> "upload token for";
              default -> "token of your identity provider";
            };
        ways.add(
            "<a class=\"chip\" href=\"#credentials\">"
                + words
                + (scope.isEmpty() ? "" : " <code>" + Markup.escape(scope) + "</code>")
                + "</a>");
      }
    }
    return ways.isEmpty()
        ? "<p class=\"who\"><span class=\"chip\">no credential</span></p>\n"
        : "<p class=\"who\">" + String.join(" ", ways) + "</p>\n";
  }

  private String parameters(Call call) {
    if (call.parameters().isEmpty()) {
      return "";
    }
    StringBuilder html =
        new StringBuilder("<h4>Parameters</h4>\n<table class=\"fields\"><tbody>\n");
    for (JsonNode one : call.parameters()) {
      String in = one.path("in").asString("");
      html.append(
          SchemaHtml.row(
              one.path("name").asString(""),
              one.path("required").asBoolean(false),
              Markup.escape(in) + ", " + schemas.words(one.path("schema")),
              meaning(one)));
    }
    return html.append("</tbody></table>\n").toString();
  }

  private String meaning(JsonNode parameter) {
    String own = parameter.path("description").asString("");
    String form = schemas.describe(parameter.path("schema"));
    return Markup.line(own) + (form.isEmpty() || own.isEmpty() ? form : " " + form);
  }

  private String body(JsonNode body) {
    if (body.isMissingNode()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<h4>Body</h4>\n");
    html.append(Markup.paragraphs(body.path("description").asString("")));
    List<String> types = new ArrayList<>();
    StringBuilder tables = new StringBuilder();
    for (Map.Entry<String, JsonNode> type : body.path("content").properties()) {
      types.add("<code>" + Markup.escape(type.getKey()) + "</code>");
      JsonNode schema = type.getValue().path("schema");
      if (schemas.isRecord(schema)) {
        tables.append(schemas.fields(schema));
      }
    }
    String optional = body.path("required").asBoolean(false) ? "" : " or none";
    return html.append("<p>")
        .append(String.join(" ", types))
        .append(optional)
        .append("</p>\n")
        .append(tables)
        .toString();
  }

  private String answers(JsonNode responses) {
    StringBuilder html = new StringBuilder("<h4>Answers</h4>\n<table class=\"answers\"><tbody>\n");
    for (Map.Entry<String, JsonNode> one : responses.properties()) {
      JsonNode answer = document.resolve(one.getValue());
      html.append("<tr class=\"s")
          .append(one.getKey().charAt(0))
          .append("\"><th scope=\"row\">")
          .append(one.getKey())
          .append("</th><td>")
          .append(Markup.line(answer.path("description").asString("")))
          .append(content(answer))
          .append(headers(answer))
          .append("</td></tr>\n");
    }
    return html.append("</tbody></table>\n").toString();
  }

  /** What the answer holds: a record, types, or the codes of its problems. */
  private String content(JsonNode answer) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, JsonNode> type : answer.path("content").properties()) {
      JsonNode examples = type.getValue().path("examples");
      JsonNode schema = type.getValue().path("schema");
      if (examples.size() > 0) {
        for (Map.Entry<String, JsonNode> problem : examples.properties()) {
          String code = Markup.escape(problem.getKey());
          words.add("<a class=\"code\" href=\"#problem-" + code + "\">" + code + "</a>");
        }
      } else {
        words.add(
            schema.isMissingNode()
                ? "<code>" + Markup.escape(type.getKey()) + "</code>"
                : schemas.words(schema));
      }
    }
    return words.isEmpty() ? "" : " <span class=\"holds\">" + String.join(" ", words) + "</span>";
  }

  private static String headers(JsonNode answer) {
    List<String> names = new ArrayList<>();
    answer.path("headers").propertyNames().forEach(names::add);
    if (names.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<br><span class=\"quiet\">");
    for (String name : names) {
      html.append("<a href=\"#header-").append(name).append("\">").append(name).append("</a> ");
    }
    return html.append("</span>").toString();
  }

  /** What a first call is answered, where the answer is JSON: 201 comes after 200. */
  private String answerExample(JsonNode responses) {
    String shown = "";
    for (Map.Entry<String, JsonNode> one : responses.properties()) {
      JsonNode answer = document.resolve(one.getValue());
      JsonNode schema = answer.path("content").path("application/json").path("schema");
      JsonNode example = document.resolve(schema).path("examples").path(0);
      if (!example.isMissingNode()) {
        String title = one.getKey() + ": " + answer.path("description").asString("");
        shown = block("Answer " + Markup.line(title), pretty(example));
      }
    }
    return shown;
  }

  static String pretty(JsonNode json) {
    return JSON.writer().with(PRETTY).writeValueAsString(json);
  }

  /** Code that a keyboard can scroll. */
  static String block(String title, String code) {
    return "<figure><figcaption>"
        + title
        + "</figcaption><pre tabindex=\"0\"><code>"
        + Markup.escape(code)
        + "</code></pre></figure>\n";
  }
}
