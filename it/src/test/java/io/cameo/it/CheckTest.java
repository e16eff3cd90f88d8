package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./cameo check} beside a running service: one that is well, and one that is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckTest {

  private static final Map<String, String> SETTINGS = Map.of("CAMEO_LIMITS", "on");

  /** What is tried on this installation and has to be found well. */
  private static final List<String> WELL =
      List.of(
          "storage-space",
          "optimisations-applied",
          "optimisations-used",
          "connections-suffice",
          "variables-read",
          "largest-upload",
          "uploads-taken",
          "store-works",
          "old-versions-go",
          "errors-are-problems",
          "uploads-measured",
          "statements-fast",
          "modes-tight",
          "scrubber-works",
          "log-clean",
          "limits-set",
          "types-refused",
          "jobs-run",
          "renditions-current",
          "switches-reachable",
          "migrations-taken",
          "migrations-reversible",
          "status-told");

  private Program program;

  @BeforeAll
  void start() {
    program = Program.start(Homes.prepared(), SETTINGS);
    assertThat(
            new Api(program, Program.ADMIN_KEY)
                .upload(Api.subject(), Pictures.jpeg(80, Pictures.RED))
                .status())
        .isEqualTo(201);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  private OperatorCommand.Answer command(String... words) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("PORT", Integer.toString(program.port()));
    settings.put("MANAGEMENT_PORT", Integer.toString(program.management("/").getPort()));
    return OperatorCommand.run(program.home(), settings, words);
  }

  private static Map<String, JsonNode> findings(OperatorCommand.Answer answer) {
    Map<String, JsonNode> found = new HashMap<>();
    for (JsonNode one : JsonMapper.builder().build().readTree(answer.out()).path("findings")) {
      found.put(one.path("check").asString(), one);
    }
    return found;
  }

  @Test
  void aSystemThatIsWellIsFoundWellLineByLine() throws Exception {
    Path page = program.home().resolve("check.html");
    OperatorCommand.Answer answer =
        command(
            "check",
            "--json",
            "--log",
            program.home().resolve("log").toString(),
            "--html",
            page.toString());

    assertThat(answer.exitCode()).as(answer.err() + answer.out()).isZero();
    Map<String, JsonNode> findings = findings(answer);
    for (String name : WELL) {
      JsonNode finding = findings.get(name);
      assertThat(finding).as(name).isNotNull();
      assertThat(finding.path("verdict").asString()).as(finding.toString()).isEqualTo("pass");
      assertThat(finding.path("evidence")).as(name).isNotEmpty();
    }
    assertThat(findings.values())
        .noneMatch(finding -> finding.path("verdict").asString().equals("fail"));
    // Nothing that cannot be tried here is said to be well.
    assertThat(findings.get("web-application-firewall").path("verdict").asString())
        .isEqualTo("unknown");
    assertThat(findings.get("anonymous-access").path("verdict").asString())
        .isEqualTo("not applicable");
    assertThat(answer.out()).doesNotContain(Program.ADMIN_KEY);
    assertThat(page).content().startsWith("<!doctype html>").doesNotContain("<script");
    // The probe of the store is gone again.
    try (Stream<Path> files = Files.walk(program.data().resolve("objects"))) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(file -> file.contains("/probe/"));
    }
  }

  @Test
  void whatWasBrokenIsFoundAllAtOnce() throws Exception {
    Path objects = program.data().resolve("objects");
    var before = Files.getPosixFilePermissions(objects);
    try (Connection database = EmbeddedDatabase.connect(program.data());
        Statement statement = database.createStatement()) {
      Files.setPosixFilePermissions(objects, PosixFilePermissions.fromString("rwxr-xr-x"));
      statement.execute("alter index subject_gone rename to subject_was_gone");
      OperatorCommand.Answer answer = command("check", "--only", "AUD-1,DB-1", "--json");

      assertThat(answer.exitCode()).isEqualTo(1);
      Map<String, JsonNode> findings = findings(answer);
      assertThat(findings.get("modes-tight").toString()).contains("fail", "chmod o-rw " + objects);
      assertThat(findings.get("optimisations-applied").toString())
          .contains("fail", "The index subject_gone is not there.");
      assertThat(findings.get("optimisations-used").path("verdict").asString()).isEqualTo("fail");
      statement.execute("alter index subject_was_gone rename to subject_gone");
    } finally {
      Files.setPosixFilePermissions(objects, before);
    }
  }
}
