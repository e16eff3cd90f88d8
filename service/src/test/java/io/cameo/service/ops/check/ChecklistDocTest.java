package io.cameo.service.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.TestSettings;
import io.cameo.service.ops.checklist.Checklist;
import io.cameo.service.ops.checklist.line.Category;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/checklist.md} is made from the lines and the checks. */
class ChecklistDocTest {

  private static final Path PAGE = Path.of("../docs/checklist.md");
  private static final Path OPERATIONS = Path.of("../docs/operations");

  /** A command of ours within a line. */
  private static final Pattern COMMAND = Pattern.compile("\\./cameo ([a-z-]+)");

  private static final String HEAD =
      """
      # The production checklist

      Every line of the checklist, what answers it, and how `./cameo check` tries it on your installation
      ([check.md](operations/check.md)). A *place* is what a later release fills; until then `check` says `unknown` there, or that there
      is nothing of the kind. This page is generated: run `./cameo options` after changing a check.
      """;

  @TempDir private Path data;

  private List<Check> checks() {
    return Checklist.of(
            new Installation(
                new OpsContext(
                    TestSettings.of(data, Map.of()),
                    Clock.systemUTC(),
                    new Terminal(System.out, System.err, false))))
        .checks();
  }

  @Test
  void thePageSaysWhatTheChecksSay() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    List<Check> checks = checks();
    for (Category category : Category.values()) {
      page.append("\n## %s%n".formatted(capital(category.word())));
      Arrays.stream(Line.values())
          .filter(line -> line.category() == category)
          .forEach(line -> page.append(section(line, checks)));
    }
    if (Boolean.getBoolean("cameo.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("the page is made by ./cameo options").hasContent(page.toString());
  }

  private static String section(Line line, List<Check> checks) {
    String rows =
        checks.stream()
            .filter(check -> check.about().line() == line)
            .map(Check::about)
            .map(about -> "- `%s`: %s. %s%n".formatted(about.name(), about.title(), about.how()))
            .collect(Collectors.joining());
    return "%n**%s %s**: %s ([%s](%s))%n%n%s"
        .formatted(line.id(), line.title(), line.answer(), name(line.page()), link(line), rows);
  }

  private static String name(String page) {
    return page.substring(page.lastIndexOf('/') + 1);
  }

  private static String link(Line line) {
    return line.page().startsWith("../") ? line.page().substring(3) : "operations/" + line.page();
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1).replace('-', ' ');
  }

  /** How many lines each part of the checklist has; one that is lost would not be missed else. */
  @Test
  void theListIsWhole() {
    Map<String, Long> sizes =
        Arrays.stream(Line.values())
            .collect(
                Collectors.groupingBy(
                    line -> line.category().prefix(), TreeMap::new, Collectors.counting()));

    assertThat(sizes)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("INF", 4L),
                Map.entry("SEC", 5L),
                Map.entry("DB", 4L),
                Map.entry("MON", 4L),
                Map.entry("ENV", 9L),
                Map.entry("TST", 5L),
                Map.entry("PERF", 4L),
                Map.entry("AUD", 4L),
                Map.entry("SCL", 4L),
                Map.entry("COST", 4L),
                Map.entry("RB", 5L)));
    for (Category category : Category.values()) {
      List<String> ids = Line.ids().stream().filter(id -> isOf(id, category)).toList();
      for (int i = 0; i < ids.size(); i++) {
        assertThat(ids.get(i)).isEqualTo(category.prefix() + "-" + (i + 1));
      }
    }
  }

  private static boolean isOf(String id, Category category) {
    return id.startsWith(category.prefix() + "-");
  }

  @Test
  void everyLineHasACheckAndAPage() {
    Map<Line, Long> checks =
        checks().stream()
            .collect(Collectors.groupingBy(check -> check.about().line(), Collectors.counting()));

    assertThat(Line.values())
        .allSatisfy(
            line -> {
              assertThat(checks.getOrDefault(line, 0L)).as(line.id()).isPositive();
              assertThat(line.answer()).as(line.id()).isNotBlank();
              assertThat(OPERATIONS.resolve(line.page())).as(line.id()).isRegularFile();
            });
  }

  /** A command that a line, a remedy or a way of looking names is a task of the script. */
  @Test
  void everyCommandThatIsNamedIsThere() throws IOException {
    String script = Files.readString(Path.of("../cameo"));
    List<String> named =
        Stream.concat(
                Arrays.stream(Line.values()).map(Line::answer),
                checks().stream().map(check -> check.about().how()))
            .flatMap(words -> COMMAND.matcher(words).results().map(found -> found.group(1)))
            .distinct()
            .toList();

    assertThat(named).hasSizeGreaterThan(5);
    assertThat(named).allSatisfy(command -> assertThat(script).contains("task_" + command + "()"));
  }

  @Test
  void noTwoChecksHaveOneName() {
    assertThat(
            checks().stream()
                .collect(
                    Collectors.groupingBy(check -> check.about().name(), Collectors.counting())))
        .hasSizeGreaterThan(50)
        .allSatisfy((name, count) -> assertThat(count).as(name).isOne());
  }

  @Test
  void titlesAndWaysAreSentences() {
    assertThat(checks())
        .extracting(Check::about)
        .allSatisfy(
            about -> {
              assertThat(about.title()).doesNotEndWith(".").matches("\\S.*\\S");
              assertThat(about.how()).endsWith(".");
              assertThat(about.name()).matches("[a-z0-9-]+");
            });
  }
}
