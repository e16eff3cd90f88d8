package io.cameo.service.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
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
    Set<String> missing = new LinkedHashSet<>();
    int looked = 0;
    Matcher test = TEST.matcher(page);
    while (test.find()) {
      looked++;
      String name = test.group(1);
      String method = test.group(2);
      boolean found =
          Project.files(path -> path.endsWith("/" + name + ".java")).stream()
              .anyMatch(
                  file -> method == null || Project.text(file).contains("void " + method + "("));
      if (!found) {
        missing.add(test.group());
      }
    }

    assertThat(looked).as("tests named").isGreaterThan(40);
    assertThat(missing).isEmpty();
  }
}
