package io.cameo.service.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.TestCommands;
import io.cameo.service.ops.TestCommands.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The words, forms and exit codes of {@code ./cameo check}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckCommandTest {

  private Path data;
  private TestDatabase database;
  private TestCommands commands;

  @BeforeAll
  void open(@TempDir Path folder) {
    data = folder;
    database = TestDatabase.open();
    commands = TestCommands.on(database, data);
  }

  @AfterAll
  void close() {
    database.close();
  }

  private static JsonNode json(Answer answer) {
    return JsonMapper.builder().build().readTree(answer.out());
  }

  @Test
  void aLineIsAnsweredWithItsEvidence() {
    Answer answer = commands.run("check", "--only", "rb-1");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("rollback", "RB-1    pass", "switches are as they usually");
  }

  @Test
  void theDocumentSaysOfEveryFindingAllThatIsKnown() {
    Answer answer = commands.run("check", "--only", "DB-2,RB-3", "--json");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    JsonNode document = json(answer);
    assertThat(document.path("well").asBoolean()).isTrue();
    assertThat(document.path("findings")).hasSizeGreaterThan(2);
    assertThat(document.path("findings"))
        .allSatisfy(
            finding -> {
              assertThat(finding.path("id").asString()).isIn("DB-2", "RB-3");
              assertThat(finding.path("verdict").asString()).isEqualTo("pass");
              assertThat(finding.path("how").asString()).isNotEmpty();
              assertThat(finding.path("evidence")).isNotEmpty();
            });
  }

  @Test
  void whatIsMissingIsFoundWithWhatToDo() {
    try (TestDatabase empty = TestDatabase.openEmpty()) {
      Answer answer = TestCommands.on(empty, data).run("check", "--only", "DB-1,RB-3");

      assertThat(answer.exitCode()).isEqualTo(1);
      assertThat(answer.out())
          .contains("FAIL", "not taken: avatar_production_optimizations.sql opt-subject-current")
          .contains("The index version_reapable is not there.", "-> Run ./cameo migrate up")
          .contains("Not ready");
    }
  }

  @Test
  void whatCannotBeReachedIsUnknownAndNeverWell() {
    TestCommands away =
        commands.with(Map.of("CAMEO_DATABASE_URL", "postgresql://ann:geheim@127.0.0.1:1/x"));

    Answer answer = away.run("check", "--only", "DB-1,DB-2,RB-1,RB-3", "--json");
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).doesNotContain("geheim");
    assertThat(json(answer).path("findings"))
        .hasSizeGreaterThan(3)
        .allSatisfy(
            finding -> {
              assertThat(finding.path("verdict").asString()).isEqualTo("unknown");
              assertThat(finding.path("evidence").path(0).asString()).contains("127.0.0.1:1/x");
            });
    assertThat(away.run("check", "--only", "DB-2", "--strict").exitCode()).isEqualTo(1);
  }

  @Test
  void aServiceThatDoesNotAnswerIsUnknown() {
    Answer answer =
        commands
            .with(Map.of("PORT", "1", "MANAGEMENT_PORT", "2"))
            .run("check", "--only", "TST-1,TST-5,RB-5,PERF-1,ENV-5", "--json");

    assertThat(json(answer).path("findings"))
        .hasSize(5)
        .allSatisfy(
            finding -> {
              assertThat(finding.path("verdict").asString()).isEqualTo("unknown");
              assertThat(finding.path("evidence").path(0).asString())
                  .startsWith("http://127.0.0.1:")
                  .contains("does not answer");
            });
    Answer nowhere = commands.with(Map.of("PORT", "0")).run("check", "--only", "TST-1", "--json");
    assertThat(nowhere.out()).contains("set CAMEO_PUBLIC_URL");
  }

  @Test
  void aRealBackupIsFoundWhereItWasWrittenAndMissedWhenItIsGone() throws Exception {
    Path archive = data.resolve("archive");
    assertThat(commands.run("backup", "--to", archive.toString()).exitCode()).isZero();

    Answer there = commands.run("check", "--only", "DB-4,INF-4");
    assertThat(there.out())
        .contains("DB-4    pass", archive + " has its manifest")
        .contains("INF-4   pass");

    Files.move(archive, data.resolve("elsewhere"));
    Answer gone = commands.run("check", "--only", "INF-4");
    assertThat(gone.out()).contains("INF-4   unknown", "There is no folder " + archive);
    database.sql().sql("delete from backup").update();
  }

  @Test
  void wrongWordsAreWrongUseAndTheNearestRightOneIsNamed() {
    Answer id = commands.run("check", "--only", "SCE-1");
    assertThat(id.exitCode()).isEqualTo(2);
    assertThat(id.err()).contains("no line \"SCE-1\"; SEC-1 comes nearest");
    Answer category = commands.run("check", "--category", "securty");
    assertThat(category.exitCode()).isEqualTo(2);
    assertThat(category.err()).contains("security comes nearest");
    Answer flag = commands.run("check", "--ony", "SEC-1");
    assertThat(flag.exitCode()).isEqualTo(2);
    assertThat(flag.err()).contains("--only");
  }

  @Test
  void theReportIsAlsoWrittenForPipelinesAndForPrinting() throws Exception {
    Path junit = data.resolve("check.xml");
    Path html = data.resolve("check.html");
    Answer answer =
        commands.run(
            "check",
            "--only",
            "DB-2,DB-3,SEC-3,ENV-1",
            "--junit",
            junit.toString(),
            "--html",
            html.toString());

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(junit.toFile())
            .getDocumentElement();
    assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(6);
    assertThat(suite.getElementsByTagName("failure").getLength()).isZero();
    assertThat(suite.getElementsByTagName("skipped").getLength())
        .as("what is unknown or not applicable is no pass")
        .isEqualTo(3);
    assertThat(Files.readString(html))
        .startsWith("<!doctype html>")
        .contains("default-src 'none'", ">DB-2<", "not applicable")
        .doesNotContain("<script", "http://", "src=");
    commands.run("check", "--only", "SEC-3,ENV-1", "--strict", "--junit", junit.toString());
    assertThat(Files.readString(junit)).contains("failures=\"2\"");
  }

  @Test
  void whatComesFromElsewhereStaysText() throws Exception {
    Path junit = data.resolve("evil.xml");
    Path html = data.resolve("evil.html");
    commands
        .with(Map.of("CAMEO_<b>&\"'\u202e", "x"))
        .run("check", "--only", "ENV-1", "--junit", junit.toString(), "--html", html.toString());

    assertThat(Files.readString(html))
        .contains("CAMEO_&lt;b&gt;&amp;&quot;&#39;?")
        .doesNotContain("CAMEO_<b>");
    assertThat(Files.readString(junit)).contains("CAMEO_&lt;b&gt;&amp;&quot;&#39;?");
  }

  @Test
  void filesThatCannotBeAreToldBeforeTheChecks() {
    Answer report = commands.run("check", "--html", data.resolve("no/such/folder/x").toString());
    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(report.err()).contains("cannot be written");
    Answer log = commands.run("check", "--log", data.resolve("no.log").toString());
    assertThat(log.exitCode()).isEqualTo(2);
    assertThat(log.err()).contains("--log names");
  }
}
