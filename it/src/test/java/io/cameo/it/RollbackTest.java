package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the next release back to this one, on one database, as an operator does it. */
@ExtendWith(Running.class)
class RollbackTest {

  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MESSAGE = "We are putting something right.";

  @TempDir private Path folder;

  private Map<String, String> settings = Map.of();

  @Test
  void goesBackStepByStepWhateverInterruptsIt(Program other) throws Exception {
    try (ReplicatedServers servers = ReplicatedServers.start(other.data())) {
      settings =
          Map.of(
              "CAMEO_DATABASE_URL", servers.primarySetting(),
              "CAMEO_OBJECTS", Files.createDirectory(folder.resolve("objects")).toString());
      NextRelease next = NextRelease.in(Files.createDirectory(folder.resolve("next")));
      Path oldHome = Homes.empty();
      Path newHome = Homes.empty();
      Path desk = Homes.empty();
      String before = Api.subject();
      String since = Api.subject();
      try (Program old = Program.start(oldHome, settings)) {
        uploaded(new Api(old, Program.ADMIN_KEY), before);
        old.stop();
      }
      try (Program now = Program.start(next, newHome, settings)) {
        Api api = new Api(now, Program.ADMIN_KEY);
        uploaded(api, since);
        ask(servers, "insert into thing_of_the_next_release values (1) returning id");

        dryRunShowsAllAndChangesNothing(next, desk, api, since);
        aDeploymentThatFailsLeavesUploadsOffAndIsTriedAgain(next, desk, api, since);
      }
      try (Program old = Program.start(oldHome, settings)) {
        Api api = new Api(old, Program.ADMIN_KEY);
        goesOnAndRefusesToLoseData(next, desk);
        assertThat(ask(servers, "select count(*) from thing_of_the_next_release")).isEqualTo("1");
        JsonNode done = rollback(next, desk, 0, "--yes", "--force", "--json");
        assertThat(state(done, "schema")).isEqualTo("DONE");
        assertThat(ask(servers, "select to_regclass('thing_of_the_next_release')"))
            .isEqualTo("null");
        assertThat(api.upload(since, Pictures.jpeg(60, Pictures.BLUE)).status()).isEqualTo(503);
        assertThat(api.get("/u/" + since + ".jpg").status()).isEqualTo(200);
        assertThat(api.get("/v1/status").text()).contains(MESSAGE);

        OperatorCommand.Answer resumed =
            OperatorCommand.run(desk, settings, "rollback", "--resume-service");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("Uploads are on again", "it is over");
        Wait.until(
            "uploads are taken",
            LONGEST,
            () -> api.upload(since, Pictures.jpeg(60, Pictures.BLUE)).status() == 201);
        assertThat(api.get("/v1/avatars/" + before).status()).isEqualTo(200);
      } finally {
        PackagedForm.remove(desk);
      }
    }
  }

  private void dryRunShowsAllAndChangesNothing(
      NextRelease next, Path home, Api api, String subject) {
    OperatorCommand.Answer plan =
        OperatorCommand.run(next, LONGEST, home, settings, "rollback", "--deployment=command:true");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("from release 0.2.0 to release 0.1.0")
        .contains("RB-1", "RB-2", "RB-3", "RB-4", "RB-5")
        .contains("Take back 900-next.sql 900-things")
        .contains("LOST FOR GOOD: table thing_of_the_next_release with 1 rows");
    assertThat(plan.err()).contains("Nothing was changed");
    assertThat(api.upload(subject, Pictures.jpeg(61, Pictures.RED)).status()).isEqualTo(201);
  }

  /** The second try is killed while its deployment runs. */
  private void aDeploymentThatFailsLeavesUploadsOffAndIsTriedAgain(
      NextRelease next, Path home, Api api, String subject) throws Exception {
    JsonNode failed =
        rollback(
            next, home, 1, "--yes", "--json", "--message", MESSAGE, "--deployment=command:exit 3");
    assertThat(state(failed, "uploads")).isEqualTo("DONE");
    assertThat(state(failed, "deployment")).isEqualTo("FAILED");
    assertThat(failed.toString()).contains("ended with code 3");
    assertThat(api.upload(subject, Pictures.jpeg(62, Pictures.RED)).status()).isEqualTo(503);
    Path begun = folder.resolve("begun");
    OperatorCommand.killed(
        next,
        home,
        settings,
        command -> Wait.until("the deployment", LONGEST, () -> Files.exists(begun)),
        "rollback",
        "--yes",
        "--deployment=command:echo $CAMEO_ROLLBACK_TO > "
            + begun
            + "; while [ -e "
            + begun
            + " ]; do sleep 0.1; done");
    assertThat(Files.readString(begun).strip()).startsWith("0.1.0");
    Files.delete(begun);
  }

  private void goesOnAndRefusesToLoseData(NextRelease next, Path home) {
    JsonNode refused = rollback(next, home, 1, "--yes", "--json");
    assertThat(state(refused, "deployment")).isEqualTo("DONE");
    assertThat(state(refused, "orphans")).isEqualTo("DONE");
    assertThat(state(refused, "schema")).isEqualTo("FAILED");
    assertThat(refused.toString()).contains("would lose data", "thing_of_the_next_release");
    OperatorCommand.Answer early =
        OperatorCommand.run(home, settings, "rollback", "--resume-service");
    assertThat(early.exitCode()).isEqualTo(1);
    assertThat(early.err()).contains("not through: schema");
  }

  private JsonNode rollback(NextRelease next, Path home, int code, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "rollback";
    System.arraycopy(words, 0, all, 1, words.length);
    OperatorCommand.Answer answer = OperatorCommand.run(next, LONGEST, home, settings, all);
    assertThat(answer.exitCode()).as(answer.out() + answer.err()).isEqualTo(code);
    return JSON.readTree(answer.out());
  }

  private static String state(JsonNode report, String step) {
    return report
        .path("steps")
        .valueStream()
        .filter(one -> one.path("name").asString().equals(step))
        .findFirst()
        .orElseThrow()
        .path("state")
        .asString();
  }

  private static void uploaded(Api api, String subject) {
    Api.Answer answer = api.upload(subject, Pictures.jpeg(60, Pictures.RED));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static String ask(ReplicatedServers servers, String question) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                servers.primarySetting().replace("postgresql://cameo@", "jdbc:postgresql://")
                    + "?user=cameo");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
