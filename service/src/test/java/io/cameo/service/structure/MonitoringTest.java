package io.cameo.service.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.observability.Metric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What watches Cameo relies on names that there are, and every alarm has a page and a proof. */
@Timeout(300)
class MonitoringTest {

  private static final Path PROMETHEUS = Project.root().resolve("deploy/prometheus");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private static Set<String> alerts() {
    return Monitoring.rules().keySet().stream()
        .filter(name -> !name.contains(":"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void namesOfMetricsStandInTheCatalogueAlone() {
    List<Path> sources =
        Project.files(
            path ->
                path.startsWith("service/src/main/java/")
                    && path.endsWith(".java")
                    && !path.contains("/observability/"));

    assertThat(sources).hasSizeGreaterThan(300);
    assertThat(sources)
        .as("a name that is written twice is one day written in two ways")
        .allSatisfy(
            source ->
                assertThat(
                        Project.text(source)
                            .replace("\"cameo.rehearsal\"", "")
                            .contains("\"cameo."))
                    .as(source.toString())
                    .isFalse());
  }

  @Test
  void everyMetricOfTheCatalogueIsMeasuredSomewhere() {
    String sources =
        Project.files(
                path ->
                    path.startsWith("service/src/main/java/")
                        && path.endsWith(".java")
                        && !path.contains("/observability/"))
            .stream()
            .map(Project::text)
            .collect(Collectors.joining());

    assertThat(Metric.all())
        .allSatisfy(
            metric ->
                assertThat(sources)
                    .as("who measures %s", metric)
                    .containsPattern(
                        Pattern.compile(
                            metric.getClass().getSimpleName() + "\\s*\\.\\s*" + metric + "\\b")));
  }

  @Test
  void everyExpressionOfAnAlertAndADashboardAsksForWhatThereIs() {
    Set<String> known = Monitoring.allSeries();
    known.addAll(Monitoring.rules().keySet());

    assertThat(Monitoring.rules()).hasSizeGreaterThan(30);
    Monitoring.rules()
        .forEach(
            (rule, expression) ->
                assertThat(known)
                    .as(rule)
                    .containsAll(Monitoring.metrics(expression))
                    .isNotEmpty());
    Map<String, List<String>> dashboards = Monitoring.dashboards();
    assertThat(dashboards).hasSizeGreaterThan(5);
    dashboards.forEach(
        (board, expressions) -> {
          assertThat(expressions).as(board).hasSizeGreaterThan(3);
          expressions.forEach(
              expression ->
                  assertThat(known)
                      .as(board + ": " + expression)
                      .containsAll(Monitoring.metrics(expression)));
        });
  }

  @Test
  void theMetricsOfAnExpressionAreFound() {
    assertThat(
            Monitoring.metrics(
                "sum by (le, a) (rate(x_bucket{r=~\"a|b\"}[10m] offset 1d)) / on (i) y:z > 14.4e3"
                    + " and count(q) > 1e9"))
        .containsExactly("x_bucket", "y:z", "q");
  }

  @Test
  void everyAlertHasItsPageWithWhatToDo() {
    Path pages = Project.root().resolve("docs/operations/alerts");
    String list = Project.text(Project.root().resolve("docs/operations/alerts.md"));
    String rules = Project.text(PROMETHEUS.resolve("cameo-rules.yml"));

    assertThat(alerts()).hasSizeGreaterThan(25);
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              String page = Project.text(pages.resolve(alert + ".md"));
              assertThat(page).startsWith("# " + alert + "\n").contains("\n## What to do\n");
              assertThat(page.length()).as("length of %s", alert).isGreaterThan(150);
              assertThat(list).contains("(alerts/" + alert + ".md)");
              assertThat(rules).contains("runbook_url: docs/operations/alerts/" + alert + ".md\n");
            });
    assertThat(Project.files(path -> path.startsWith("docs/operations/alerts/")))
        .as("pages of alerts that there are")
        .hasSameSizeAs(alerts());
    assertThat(Pattern.compile("summary: ").matcher(rules).results().count())
        .isEqualTo(alerts().size());
  }

  @Test
  void everyAlertIsProvenToFireAndToBeQuiet() throws Exception {
    String proofs =
        Project.text(PROMETHEUS.resolve("cameo-rules-test.yml"))
            + Project.text(PROMETHEUS.resolve("cameo-rules-hours-test.yml"));
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              assertThat(proofs).contains("- name: " + alert + " fires\n");
              assertThat(proofs).contains("- name: " + alert + " is quiet\n");
            });

    requirePromtool();
    promtool("check", "rules", "cameo-rules.yml");
    promtool("check", "config", "--syntax-only", "prometheus.yml");
    promtool("test", "rules", "cameo-rules-test.yml", "cameo-rules-hours-test.yml");
  }

  private static void requirePromtool() {
    if (!PROMTOOL.toFile().canExecute()) {
      String missing = "promtool is not installed (Debian package prometheus)";
      assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
      System.out.println("SKIPPED: " + missing);
      Assumptions.abort(missing);
    }
  }

  private static void promtool(String... words) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(words));
    Process tool =
        new ProcessBuilder(command)
            .directory(PROMETHEUS.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor(200, TimeUnit.SECONDS)).isTrue();
    assertThat(tool.exitValue()).as(said).isZero();
  }
}
