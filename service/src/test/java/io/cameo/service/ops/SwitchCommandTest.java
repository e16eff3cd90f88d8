package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.TestCommands.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Switches by the operator's hand. */
@Timeout(120)
class SwitchCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path data;

  @Test
  void switchesUploadsOffAndOnWithALineInTheAuditForEach() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands = TestCommands.on(database, data);

      Answer off = commands.run("uploads", "off", "--reason", "Moving house.", "--for", "2h");
      assertThat(off.exitCode()).as(off.err()).isZero();
      assertThat(off.out())
          .containsPattern("uploads +off since .* until .* by operator: Moving house\\.");
      Answer own = commands.run("uploads", "off", "--subject", "ann", "--reason", "Ask us.");
      assertThat(own.out()).contains("uploads of ann");
      assertThat(commands.run("switch", "fallbacks-only", "on", "--reason", "Fire.").exitCode())
          .isZero();

      JsonNode report = JSON.readTree(commands.run("switch", "--json").out());
      assertThat(report.path("switches").findValuesAsString("name"))
          .containsExactly("uploads", "direct-uploads", "processing", "gravatar", "fallbacks-only");
      assertThat(on(report, "uploads")).isFalse();
      assertThat(on(report, "gravatar")).isTrue();
      assertThat(on(report, "fallbacks-only")).isTrue();
      assertThat(report.path("subjects").findValuesAsString("subject")).containsExactly("ann");

      assertThat(commands.run("uploads", "on").exitCode()).isZero();
      assertThat(commands.run("uploads", "on", "--subject", "ann").exitCode()).isZero();
      assertThat(commands.run("switch", "fallbacks-only", "off").exitCode()).isZero();
      report = JSON.readTree(commands.run("uploads", "--json").out());
      assertThat(report.path("switches").valueStream()).noneMatch(one -> one.has("reason"));
      assertThat(report.path("subjects")).isEmpty();
      assertThat(
              database
                  .sql()
                  .sql(
                      """
                      select actor || ': ' || outcome || coalesce(' (' || subject || ')', '')
                      from audit where action = 'switch' order by id
                      """)
                  .query(String.class)
                  .list())
          .containsExactly(
              "operator: uploads off for PT2H: Moving house.",
              "operator: uploads of a subject off: Ask us. (ann)",
              "operator: fallbacks-only on: Fire.",
              "operator: uploads on",
              "operator: uploads of a subject on (ann)",
              "operator: fallbacks-only off");
    }
  }

  private static boolean on(JsonNode report, String name) {
    return report
        .path("switches")
        .valueStream()
        .filter(one -> one.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow()
        .path("on")
        .asBoolean();
  }

  @Test
  void whatMakesNoSenseIsWrongUseAndSwitchesNothing() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands = TestCommands.on(database, data);

      for (List<String> words :
          List.of(
              List.of("uploads", "off"),
              List.of("uploads", "perhaps", "--reason", "x"),
              List.of("uploads", "off", "--reason", "x", "--for", "soon"),
              List.of("uploads", "on", "--for", "2h"),
              List.of("uploads", "off", "--reason", "x", "--subject", "a/b"),
              List.of("switch", "gravatar"),
              List.of("switch", "everything", "off", "--reason", "x"),
              List.of("switch", "gravatar", "off", "--reason", "x", "--subject", "ann"))) {
        Answer refused = commands.run(words.toArray(String[]::new));
        assertThat(refused.exitCode()).as(String.join(" ", words)).isEqualTo(2);
        assertThat(refused.err()).as(String.join(" ", words)).isNotEmpty();
      }
      assertThat(
              database.sql().sql("select count(*) from thrown_switch").query(Long.class).single())
          .isZero();
    }
  }
}
