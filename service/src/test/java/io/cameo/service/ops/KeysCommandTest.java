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

/** API keys by the operator's hand. */
@Timeout(120)
class KeysCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path data;

  @Test
  void makesRotatesAndRevokesAndSaysTheSecretOnce() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands = TestCommands.on(database, data);

      Answer added =
          commands.run("keys", "add", "web shop", "--scope", "read,write", "--life", "90d");
      assertThat(added.exitCode()).as(added.err()).isZero();
      String key = added.out().strip();
      assertThat(key).matches("cameo_[a-z0-9]{12}_[A-Za-z0-9_-]{43}");
      String id = key.substring(6, 18);
      String secret = key.substring(19);

      Answer listed = commands.run("keys");
      assertThat(listed.out()).contains(id, "web shop", "read,write", "good");
      assertThat(listed.out() + listed.err() + added.err()).doesNotContain(secret);

      Answer dry = commands.run("keys", "rotate", id, "--overlap", "90m");
      assertThat(dry.out()).contains("--yes", "90m");
      assertThat(ids(commands)).hasSize(1);

      Answer rotated = commands.run("keys", "rotate", id, "--overlap", "2h", "--yes", "--json");
      assertThat(rotated.exitCode()).as(rotated.err()).isZero();
      JsonNode next = JSON.readTree(rotated.out());
      assertThat(next.path("key").asString()).startsWith("cameo_").isNotEqualTo(key);
      assertThat(next.path("scopes").toString()).isEqualTo("[\"read\",\"write\"]");
      assertThat(ids(commands)).hasSize(2);

      assertThat(commands.run("keys", "revoke", id).out()).contains("--yes");
      assertThat(commands.run("keys", "revoke", id, "--yes").exitCode()).isZero();
      assertThat(commands.run("keys", "revoke", id, "--yes").exitCode()).isEqualTo(1);
      assertThat(commands.run("keys").out()).containsPattern(id + " +ended .* revoked 20");
      assertThat(commands.run("keys", "rotate", id, "--yes").exitCode()).isEqualTo(1);
      assertThat(
              database
                  .sql()
                  .sql(
                      "select actor || ': ' || outcome from audit where action = 'keys' order by id")
                  .query(String.class)
                  .list())
          .containsExactly(
              "operator: add " + id,
              "operator: rotate " + id + " to " + next.path("id").asString(),
              "operator: revoke " + id);
    }
  }

  private static List<String> ids(TestCommands commands) {
    return JSON.readTree(commands.run("keys", "list", "--json").out())
        .path("keys")
        .valueStream()
        .map(key -> key.path("id").asString())
        .toList();
  }

  @Test
  void aKeyThatMakesNoSenseIsWrongUseAndIsNotMade() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands = TestCommands.on(database, data);

      for (List<String> words :
          List.of(
              List.of("add", "x"),
              List.of("add", "x", "--scope", "everything"),
              List.of("add", " ", "--scope", "read"),
              List.of("add", "a\nb", "--scope", "read"),
              List.of("add", "x", "--scope", "read", "--life", "forever"),
              List.of("add", "x", "--scope", "read", "--life", "0s"),
              List.of("add", "x", "--scope", "admin", "--subjects", "shop:"),
              List.of("add", "x", "--scope", "read", "--subjects", "sh/op"))) {
        List<String> all = new java.util.ArrayList<>(List.of("keys"));
        all.addAll(words);
        Answer answer = commands.run(all.toArray(String[]::new));
        assertThat(answer.exitCode()).as("%s: %s", words, answer.err()).isEqualTo(2);
        assertThat(answer.err()).isNotBlank();
      }
      assertThat(ids(commands)).isEmpty();
    }
  }
}
