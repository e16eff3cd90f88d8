package io.cameo.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.observability.Measure;
import io.cameo.service.observability.Metric;
import io.cameo.service.structure.Monitoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} is made from the catalogue of metrics. */
class MetricsDocTest {

  private static final Path PAGE = Path.of("../docs/metrics.md");

  private static final String HEAD =
      """
      # Metrics

      What `/metrics` on the management port shows, by the names of Prometheus. A *histogram* is
      `_bucket`, `_sum`, `_count` and `_max`, a *timer* the same without `_bucket`. CloudWatch and
      OTLP get the same under the names with dots (`cameo.uploads`). Names and labels are stable;
      [monitoring.md](operations/monitoring.md) says how to use them. This page is generated: run
      `./cameo options` after changing a metric.

      | name | kind | labels | meaning | used by |
      | --- | --- | --- | --- | --- |
      """;

  private static final String LIBRARIES =
      """

      ## Of libraries

      Measured by the libraries that Cameo is made of; there are more, and these are the ones that
      alerts and dashboards use.

      | name | meaning |
      | --- | --- |
      """;

  @Test
  void theMetricsPageSaysWhatTheCatalogueSays() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    for (Metric metric : Metric.all()) {
      Measure measure = metric.measure();
      page.append(
          "| `%s` | %s | %s | %s%s | %s |%n"
              .formatted(
                  measure.shown(),
                  measure.kind().name().toLowerCase(Locale.ROOT),
                  measure.labels().stream()
                      .map(MetricsDocTest::label)
                      .collect(Collectors.joining("; ")),
                  measure.meaning(),
                  measure.where().isEmpty() ? "" : " (" + measure.where() + ")",
                  String.join(", ", Monitoring.usesOf(measure))));
    }
    page.append(LIBRARIES);
    Monitoring.inOrder()
        .forEach(each -> page.append("| `%s` | %s |%n".formatted(each.getKey(), each.getValue())));
    if (Boolean.getBoolean("cameo.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("the page is made by ./cameo options").hasContent(page.toString());
  }

  private static String label(Measure.Label label) {
    String values = String.join(", ", label.values());
    String both = values.isEmpty() || label.isClosed() ? "" : ", or ";
    return "`" + label.name() + "`: " + values + both + label.others();
  }
}
