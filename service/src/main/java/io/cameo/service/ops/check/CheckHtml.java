package io.cameo.service.ops.check;

import io.cameo.service.ops.checklist.CheckReport;
import io.cameo.service.ops.checklist.Finding;
import io.cameo.service.ops.checklist.line.Category;
import io.cameo.service.ops.checklist.line.Mark;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** A report as one page to print or to keep: no script, nothing that is loaded from elsewhere. */
final class CheckHtml {

  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Production checklist</title>
      <style>
      :root { color-scheme: light dark; --ink: #1c1e21; --soft: #5c6370; --line: #d9dce1; --page: #fff;
        --pass: #1a7f37; --warn: #9a6700; --fail: #cf222e; --none: #6e7781; --unknown: #6f42c1; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #a0a7b3; --line: #343a44; --page: #14171b;
        --pass: #4ac26b; --warn: #d4a72c; --fail: #ff7b72; --none: #8b949e; --unknown: #b392f0; } }
      body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--page);
        max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .25rem; text-transform: capitalize; }
      p { margin: .25rem 0; } td p:first-child { margin-top: 0; } .soft { color: var(--soft); } .sums { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .75rem 0; }
      .sums b { font-variant-numeric: tabular-nums; }
      table { width: 100%; border-collapse: collapse; } th { text-align: left; }
      td, th { vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); }
      th[scope=row] { white-space: nowrap; font-weight: 600; width: 5rem; } td.mark { white-space: nowrap; width: 8.5rem; font-weight: 600; }
      ul { margin: .25rem 0; padding-left: 1.1rem; } li, .remedy { overflow-wrap: anywhere; }
      .pass { color: var(--pass); } .warn { color: var(--warn); } .fail { color: var(--fail); }
      .not-applicable { color: var(--none); } .unknown { color: var(--unknown); }
      .remedy { border-left: 3px solid var(--line); padding-left: .6rem; }
      @media print { :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --page: #fff; }
        body { margin: 0; max-width: none; font-size: 10.5pt; } tr { break-inside: avoid; } h2 { break-after: avoid; } }
      </style>
      </head>
      <body>
      """;

  private CheckHtml() {}

  static String of(CheckReport report, boolean strict) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("<h1>Production checklist</h1>\n<p class=\"soft\">Checked on ")
        .append(AT.format(report.at()))
        .append(" in ")
        .append(CheckTable.tenths(report.took().toMillis()))
        .append(" s by <code>./cameo check</code></p>\n<p class=\"sums\">");
    for (Mark mark : Mark.values()) {
      page.append(
          "<span class=\"%s\"><b>%d</b> %s</span>%n"
              .formatted(style(mark), report.count(mark), mark.word()));
    }
    page.append("</p>\n<p><strong>")
        .append(Xml.text(CheckTable.conclusion(report, strict)))
        .append("</strong></p>\n");
    Optional<Category> last = Optional.empty();
    for (Finding finding : report.findings()) {
      Category category = finding.about().line().category();
      if (!last.equals(Optional.of(category))) {
        page.append(last.isPresent() ? "</table>\n" : "")
            .append("<h2>")
            .append(category.word().replace('-', ' '))
            .append("</h2>\n<table>\n");
        last = Optional.of(category);
      }
      row(page, finding);
    }
    return page.append(last.isPresent() ? "</table>\n" : "")
        .append("</body>\n</html>\n")
        .toString();
  }

  private static void row(StringBuilder page, Finding finding) {
    page.append("<tr><th scope=\"row\">")
        .append(finding.about().line().id())
        .append("</th><td class=\"mark ")
        .append(style(finding.mark()))
        .append("\">")
        .append(finding.mark().word())
        .append("</td><td><p>")
        .append(Xml.text(finding.about().title()))
        .append("</p>\n<p class=\"soft\">")
        .append(Xml.text(finding.about().how()))
        .append("</p>\n<ul>");
    finding
        .answer()
        .evidence()
        .forEach(seen -> page.append("<li>").append(Xml.text(seen)).append("</li>\n"));
    page.append("</ul>");
    if (!finding.answer().remedy().isEmpty()) {
      page.append("<p class=\"remedy\">")
          .append(Xml.text(finding.answer().remedy()))
          .append("</p>");
    }
    page.append("</td></tr>\n");
  }

  private static String style(Mark mark) {
    return mark.word().replace(' ', '-');
  }
}
