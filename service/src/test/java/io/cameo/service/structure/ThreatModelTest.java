package io.cameo.service.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/threat-model.md: every test that it leans on is there. */
class ThreatModelTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");

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

    assertThat(looked).as("tests named").isGreaterThan(40);
    assertThat(missing).isEmpty();
  }

  private static boolean exists(List<Path> tests, String name, String method) {
    return tests.stream()
        .filter(file -> file.getFileName().toString().equals(name + ".java"))
        .anyMatch(file -> method.isEmpty() || Project.text(file).contains("void " + method + "("));
  }
}
