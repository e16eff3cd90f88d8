package io.cameo.service.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of rules in ARCHITECTURE.md: every rule names a gate, and every gate is there. */
class RuleTableTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+) \\| (.+) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");
  private static final Pattern BUILD = Pattern.compile("`((?:\\w+/)?pom\\.xml): ([^`]+)`");

  private record Rule(String words, String gate) {}

  @Test
  void everyRuleNamesAGateThatExists() {
    List<Rule> rules = rules();

    assertThat(rules).hasSizeGreaterThan(20);
    assertThat(rules)
        .allSatisfy(
            rule -> assertThat(exists(rule.gate())).as(rule.words() + ": " + rule.gate()).isTrue());
  }

  @Test
  void everyGateOfThisPackageIsInTheTable() {
    String table = rules().stream().map(Rule::gate).reduce("", String::concat);
    List<Path> gates =
        Project.files(path -> path.contains("/structure/") && path.endsWith("Test.java"));

    assertThat(gates).hasSizeGreaterThanOrEqualTo(4);
    for (Path gate : gates) {
      String name = gate.getFileName().toString().replace(".java", "");
      Matcher test = Pattern.compile("@Test\\s+void (\\w+)\\(").matcher(Project.text(gate));
      while (test.find() && !name.equals("RuleTableTest")) {
        assertThat(table).contains("`" + name + "#" + test.group(1) + "`");
      }
    }
  }

  private static List<Rule> rules() {
    String page = Project.text(Project.root().resolve("ARCHITECTURE.md"));
    String section = page.substring(page.indexOf("## Rules and what holds them"));
    List<Rule> rules = new ArrayList<>();
    Matcher row = ROW.matcher(section);
    while (row.find()) {
      if (!row.group(1).equals("rule")) {
        rules.add(new Rule(row.group(1), row.group(2)));
      }
    }
    return rules;
  }

  private static boolean exists(String gate) {
    Matcher test = TEST.matcher(gate);
    if (test.matches()) {
      return Project.files(path -> path.endsWith("/" + test.group(1) + ".java")).stream()
          .anyMatch(file -> Project.text(file).contains("void " + test.group(2) + "("));
    }
    Matcher build = BUILD.matcher(gate);
    return build.matches()
        && Project.text(Project.root().resolve(build.group(1))).contains(build.group(2));
  }
}
