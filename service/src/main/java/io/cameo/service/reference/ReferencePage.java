package io.cameo.service.reference;

import io.cameo.service.reference.Document.Call;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The whole page, made of the document alone. */
final class ReferencePage {

  private final Document document;
  private final SchemaHtml schemas;
  private final CallHtml calls;

  ReferencePage(Document document) {
    this.document = document;
    this.schemas = new SchemaHtml(document);
    this.calls = new CallHtml(document, schemas);
  }

  String html() {
    JsonNode about = document.root().path("info");
    String title = Markup.escape(about.path("title").asString("")) + " API";
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>%s</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="description" content="Every call of the API, its fields, its answers and its problems.">
        <link rel="icon" href="data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%%3E%%3Cellipse cx='16' cy='16' rx='12' ry='15' fill='%%23a4481f'/%%3E%%3Ccircle cx='16' cy='12' r='5' fill='%%23fbf3ec'/%%3E%%3Cpath d='M7 26a9 8 0 0 1 18 0 12 15 0 0 1-18 0' fill='%%23fbf3ec'/%%3E%%3C/svg%%3E">
        <link rel="stylesheet" href="/docs/reference.css">
        </head>
        <body>
        <a class="skip" href="#content">To the content</a>
        <header>
        <svg class="mark" viewBox="0 0 32 32" width="40" height="40" aria-hidden="true"><ellipse class="ground" cx="16" cy="16" rx="12" ry="15"/><circle class="relief" cx="16" cy="12" r="5"/><path class="relief" d="M7 26a9 8 0 0 1 18 0 12 15 0 0 1-18 0"/></svg>
        <div><h1>%s</h1><p>%s</p></div>
        <a class="button" href="/openapi.yaml">openapi.yaml</a>
        </header>
        <div class="frame">
        <nav aria-label="Contents">
        <details>
        <summary>Contents</summary>
        %s</details>
        </nav>
        <main id="content">
        <section class="part" id="about">
        %s%s</section>
        %s%s%s%s%s</main>
        </div>
        <footer>Version %s. This page is made of <a href="/openapi.yaml">openapi.yaml</a> and runs no script.</footer>
        </body>
        </html>
        """
        .formatted(
            title,
            title,
            Markup.line(about.path("summary").asString("")),
            contents(),
            Markup.paragraphs(about.path("description").asString("")),
            CallHtml.block(
                "For the examples",
                "CAMEO=https://avatars.example.com   # this installation\n"
                    + "KEY=$(cat data/admin-key)           # or an API key, or a token"),
            credentials(),
            groups(),
            records(),
            problems(),
            headers(),
            Markup.escape(about.path("version").asString("")));
  }

  private static String slug(String tag) {
    return "calls-" + tag.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private String contents() {
    StringBuilder html =
        new StringBuilder("<ul>\n<li><a href=\"#about\">About</a></li>\n")
            .append("<li><a href=\"#credentials\">Who may call</a></li>\n");
    for (JsonNode tag : document.root().path("tags")) {
      String name = tag.path("name").asString("");
      html.append("<li><a href=\"#%s\">%s</a>\n<ul>\n".formatted(slug(name), Markup.escape(name)));
      for (Call call : document.calls(name)) {
        html.append(
            "<li><a href=\"#%s\"><span class=\"method %s\">%s</span> %s</a></li>\n"
                .formatted(
                    call.id(),
                    call.method().toLowerCase(Locale.ROOT),
                    call.method(),
                    Markup.line(call.operation().path("summary").asString(""))));
      }
      html.append("</ul></li>\n");
    }
    return html.append("<li><a href=\"#records\">Records</a></li>\n")
        .append("<li><a href=\"#problems\">Problems</a></li>\n")
        .append("<li><a href=\"#headers\">Headers</a></li>\n</ul>\n")
        .toString();
  }

  private String credentials() {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, JsonNode> scheme : document.components("securitySchemes").properties()) {
      String name =
          switch (scheme.getKey()) {
            case "key" -> "Key";
            case "uploadToken" -> "Upload token";
            default -> "Identity provider";
          };
      rows.append("<tr><th scope=\"row\">").append(name).append("</th><td>");
      rows.append(Markup.line(scheme.getValue().path("description").asString("")));
      rows.append("</td></tr>\n");
    }
    return """
        <section class="part" id="credentials">
        <h2>Who may call</h2>
        <p>A credential goes into the header <code>Authorization: Bearer …</code> and nowhere else. Any one of those that a call names will do.</p>
        <table class="fields"><tbody>
        %s</tbody></table>
        </section>
        """
        .formatted(rows);
  }

  private String groups() {
    StringBuilder html = new StringBuilder();
    for (JsonNode tag : document.root().path("tags")) {
      String name = tag.path("name").asString("");
      html.append(
          "<section class=\"part\" id=\"%s\">\n<h2>%s</h2>\n%s"
              .formatted(
                  slug(name),
                  Markup.escape(name),
                  Markup.paragraphs(tag.path("description").asString(""))));
      List<Call> all = document.calls(name);
      all.forEach(call -> html.append(calls.of(call)));
      html.append("</section>\n");
    }
    return html.toString();
  }

  private String records() {
    StringBuilder html =
        new StringBuilder("<section class=\"part\" id=\"records\">\n<h2>Records</h2>\n");
    for (Map.Entry<String, JsonNode> one : document.components("schemas").properties()) {
      if (!schemas.isRecord(one.getValue())) {
        continue;
      }
      JsonNode example = one.getValue().path("examples").path(0);
      html.append(
          "<article class=\"call\" id=\"schema-%1$s\">\n<h3>%1$s <a class=\"anchor\" href=\"#schema-%1$s\" aria-label=\"Link to this record\">#</a></h3>\n<div class=\"words\">%2$s%3$s</div>\n<div class=\"wire\">%4$s</div>\n</article>\n"
              .formatted(
                  Markup.escape(one.getKey()),
                  Markup.paragraphs(one.getValue().path("description").asString("")),
                  schemas.fields(one.getValue()),
                  example.isMissingNode()
                      ? ""
                      : CallHtml.block("Example", CallHtml.pretty(example))));
    }
    return html.append("</section>\n").toString();
  }

  private String problems() {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, JsonNode> one : document.components("examples").properties()) {
      JsonNode problem = one.getValue().path("value");
      String retry = problem.path("retryAfter").asString("");
      rows.append(
          "<tr id=\"problem-%1$s\"><th scope=\"row\"><a class=\"code\" href=\"#problem-%1$s\">%1$s</a><br><span class=\"kind\">%2$s</span></th><td><strong>%3$s</strong><br>%4$s%5$s</td></tr>\n"
              .formatted(
                  Markup.escape(one.getKey()),
                  problem.path("status").asString(""),
                  Markup.escape(problem.path("title").asString("")),
                  Markup.escape(problem.path("detail").asString("")),
                  retry.isEmpty() ? "" : " <span class=\"chip\">try again later</span>"));
    }
    return """
        <section class="part" id="problems">
        <h2>Problems</h2>
        <p>All codes, with one of the sentences that they come with.</p>
        <table class="fields"><tbody>
        %s</tbody></table>
        </section>
        """
        .formatted(rows);
  }

  private String headers() {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, JsonNode> one : document.components("headers").properties()) {
      String example = one.getValue().path("example").asString("");
      rows.append(
          "<tr id=\"header-%1$s\"><th scope=\"row\"><code>%1$s</code></th><td>%2$s%3$s</td></tr>\n"
              .formatted(
                  Markup.escape(one.getKey()),
                  Markup.line(one.getValue().path("description").asString("")),
                  example.isEmpty()
                      ? ""
                      : " <code class=\"sample\">" + Markup.escape(example) + "</code>"));
    }
    return """
        <section class="part" id="headers">
        <h2>Headers of answers</h2>
        <table class="fields"><tbody>
        %s</tbody></table>
        </section>
        """
        .formatted(rows);
  }
}
