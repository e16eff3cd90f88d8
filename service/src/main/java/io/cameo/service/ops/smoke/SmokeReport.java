package io.cameo.service.ops.smoke;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run came to, and the forms in which it is told. */
record SmokeReport(URI url, Instant startedAt, Duration took, List<StepResult> steps) {

  boolean well() {
    return count(Outcome.FAILED) == 0;
  }

  long count(Outcome outcome) {
    return steps.stream().filter(step -> step.outcome() == outcome).count();
  }

  /** One line on all of it. */
  String summary() {
    return "%s: %d passed, %d failed, %d skipped in %.1f s"
        .formatted(
            url,
            count(Outcome.PASSED),
            count(Outcome.FAILED),
            count(Outcome.SKIPPED),
            took.toMillis() / 1000.0);
  }

  /** A table for an eye, with what to do below each line that failed. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-13s %-18s %-8s %7s  %s"
            .formatted("step", "checklist", "outcome", "ms", "what was seen"));
    for (StepResult one : steps) {
      String evidence = String.join("; ", one.evidence());
      lines.add(
          "%-13s %-18s %-8s %7d  %s"
              .formatted(
                  one.step().name(),
                  String.join(" ", one.step().ids()),
                  one.outcome().word(),
                  one.took().toMillis(),
                  evidence.isEmpty() ? one.step().title() : evidence));
      for (Proof.Broken broken : one.broken()) {
        lines.add("    expected: " + broken.expected());
        lines.add("    came:     " + broken.came());
        lines.add("    do:       " + broken.todo());
      }
    }
    lines.add(summary());
    return lines;
  }

  /** The document of {@code --json}. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("url", url.toString());
    document.put("startedAt", startedAt.toString());
    document.put("milliseconds", took.toMillis());
    document.put("outcome", (well() ? Outcome.PASSED : Outcome.FAILED).word());
    for (Outcome outcome : Outcome.values()) {
      document.put(outcome.word(), count(outcome));
    }
    document.put("steps", steps.stream().map(SmokeReport::document).toList());
    return document;
  }

  private static Map<String, Object> document(StepResult one) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("step", one.step().name());
    step.put("ids", one.step().ids());
    step.put("title", one.step().title());
    step.put("outcome", one.outcome().word());
    step.put("milliseconds", one.took().toMillis());
    step.put("evidence", one.evidence());
    step.put("broken", one.broken());
    return step;
  }

  /** The form that build servers read. */
  String junit() {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(
        "<testsuite name=\"cameo smoke\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\" time=\"%s\" timestamp=\"%s\">\n"
            .formatted(
                steps.size(),
                count(Outcome.FAILED),
                count(Outcome.SKIPPED),
                seconds(took),
                startedAt));
    for (StepResult one : steps) {
      xml.append(
          "  <testcase classname=\"smoke\" name=\"%s\" time=\"%s\">"
              .formatted(
                  escape(one.step().name() + " (" + String.join(" ", one.step().ids()) + ")"),
                  seconds(one.took())));
      for (Proof.Broken broken : one.broken()) {
        xml.append(
            "<failure message=\"%s\">%s</failure>"
                .formatted(
                    escape("expected " + broken.expected()),
                    escape("came: " + broken.came() + "\ndo: " + broken.todo())));
      }
      if (one.outcome() == Outcome.SKIPPED) {
        xml.append(
            "<skipped message=\"%s\"/>".formatted(escape(String.join("; ", one.evidence()))));
      } else {
        xml.append(
            "<system-out>%s</system-out>".formatted(escape(String.join("\n", one.evidence()))));
      }
      xml.append("</testcase>\n");
    }
    return xml.append("</testsuite>\n").toString();
  }

  private static String seconds(Duration time) {
    return "%d.%03d".formatted(time.toSeconds(), time.toMillisPart());
  }

  /** What XML cannot hold at all becomes a question mark. */
  private static String escape(String text) {
    return text.replaceAll("[^\\t\\n\\x20-\\uD7FF\\uE000-\\uFFFD]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("\n", "&#10;");
  }
}
