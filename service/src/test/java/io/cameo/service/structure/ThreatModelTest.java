package io.cameo.service.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/threat-model.md: every test that it leans on is there, and nothing was left out. */
class ThreatModelTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");

  /** Rows that are called by words instead of an id. */
  private static final Map<String, String> WORDS =
      Map.of("forged tokens of a provider (2.10)", "jwt", "import by address", "ssrf");

  @Test
  void everyTestThatTheThreatModelNamesExists() {
    String page = Project.text(Project.root().resolve("docs/threat-model.md"));
    List<Path> tests = Project.files(path -> path.endsWith("Test.java"));
    Set<String> missing = new LinkedHashSet<>();
    int looked = 0;
    Matcher test = TEST.matcher(page);
    while (test.find()) {
      looked++;
      String method = test.group(2) == null ? "" : test.group(2);
      if (!exists(tests, test.group(1), method)) {
        missing.add(test.group());
      }
    }

    assertThat(looked).as("tests named").isGreaterThan(120);
    assertThat(missing).isEmpty();
  }

  /** Every case that was thought of, by its id, and what stands for those that have none. */
  @Test
  void everyCaseHasARowWithATestOrAReason() {
    Map<String, String> rows = rows();
    List<String> cases = new ArrayList<>(List.of("jwt", "ssrf"));
    Map.of("R", 15, "P", 11, "M", 7, "H", 11, "S", 6, "D", 6, "K", 3, "W", 3)
        .forEach(
            (letter, count) -> {
              for (int number = 1; number <= count; number++) {
                cases.add(letter + number);
              }
            });

    assertThat(cases).hasSize(64);
    assertThat(cases)
        .allSatisfy(
            id -> {
              String row = rows.getOrDefault(id, "");
              assertThat(row).as("the row of " + id).isNotEmpty();
              assertThat(TEST.matcher(row).find() || row.split("\\s+").length > 6)
                  .as("a test or a reason for %s: %s", id, row)
                  .isTrue();
            });
  }

  /** The thirteen requirements of the chapter on files are answered, each by a test. */
  @Test
  void everyRequirementOnFilesIsAnswered() {
    Map<String, String> rows = rows();
    List<String> numbers =
        List.of(
            "5.1.1", "5.2.1", "5.2.2", "5.2.3", "5.2.4", "5.2.5", "5.2.6", "5.3.1", "5.3.2",
            "5.3.3", "5.4.1", "5.4.2", "5.4.3");

    assertThat(numbers).hasSize(13);
    assertThat(numbers)
        .allSatisfy(
            number ->
                assertThat(rows.getOrDefault(number, "").split("\\s+")).hasSizeGreaterThan(6));
  }

  /** The rows of all tables by each id of their first cell. */
  private static Map<String, String> rows() {
    Map<String, String> rows = new HashMap<>();
    for (String line :
        Project.text(Project.root().resolve("docs/threat-model.md")).lines().toList()) {
      if (line.startsWith("| ")) {
        int end = line.indexOf(" |", 2);
        for (String id : line.substring(2, end).split(",\\s*")) {
          rows.merge(WORDS.getOrDefault(id, id), line.substring(end), String::concat);
        }
      }
    }
    return rows;
  }

  private static boolean exists(List<Path> tests, String name, String method) {
    return tests.stream()
        .filter(file -> file.getFileName().toString().equals(name + ".java"))
        .anyMatch(file -> method.isEmpty() || Project.text(file).contains("void " + method + "("));
  }
}
