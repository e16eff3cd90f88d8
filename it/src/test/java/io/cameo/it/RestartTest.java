package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Starting, ending, and starting again on the same data. */
class RestartTest {

  /** The first start is that of the one jar in an empty folder, the second the other form's. */
  @Test
  void aRestartKeepsKeysPicturesAndVersions() throws IOException {
    Path home = Homes.empty();
    String subject = Api.subject();
    // An empty key counts as none: the program makes its own.
    Map<String, String> settings = Map.of("CAMEO_ADMIN_KEY", "");
    Program first = Program.start(PackagedForm.JAR, home, settings);
    String version;
    byte[] shown;
    String key;
    try {
      Path keyFile = first.data().resolve("admin-key");
      key = Files.readString(keyFile).strip();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
          .isEqualTo("rw-------");
      assertThat(first.log()).as("the key is printed once").containsOnlyOnce(key);
      Api api = new Api(first, key);
      version =
          api.upload(subject, Pictures.jpeg(130, Pictures.RED)).json().path("version").asString();
      shown = api.get("/a/" + version + "/64.jpg").body();
    } finally {
      first.stop();
    }
    Processes.awaitNoneOf(home, Duration.ofSeconds(15));
    Files.delete(home.resolve("log"));

    try (Program second = Program.start(home, settings)) {
      Api api = new Api(second, key);
      assertThat(second.log()).as("and never again").doesNotContain(key);
      assertThat(api.get("/v1/avatars/" + subject).json().path("version").asString())
          .isEqualTo(version);
      assertThat(api.get("/a/" + version + "/64.jpg").body()).isEqualTo(shown);
      assertThat(new Truth(second).violations()).isEmpty();
    }
  }

  @Test
  void aKilledServiceLeavesNoProcessBehind() {
    Path home = Homes.prepared();
    Program killed = Program.start(home, Map.of());
    Api before = new Api(killed, Program.ADMIN_KEY);
    String subject = Api.subject();
    String version =
        before.upload(subject, Pictures.jpeg(131, Pictures.BLUE)).json().path("version").asString();
    assertThat(killed.children()).as("workers and PostgreSQL").hasSizeGreaterThanOrEqualTo(2);

    killed.kill();

    Processes.awaitNoneOf(home, Duration.ofSeconds(20));
    try (Program next = Program.start(home, Map.of())) {
      Api after = new Api(next, Program.ADMIN_KEY);
      assertThat(after.get("/v1/avatars/" + subject).json().path("version").asString())
          .isEqualTo(version);
      assertThat(new Truth(next).violations()).isEmpty();
      assertThat(new Truth(next).temporaryFiles()).isEmpty();
    }
  }

  @Test
  void theCleanUpOfAKilledServiceIsTakenOver() throws SQLException {
    Map<String, String> settings = new HashMap<>(Program.QUICK_TAKEOVER);
    settings.put("CAMEO_REAP_EVERY", "300ms");
    try (Program program = Program.start(Homes.prepared(), settings)) {
      Api api = new Api(program, Program.ADMIN_KEY);
      String subject = Api.subject();
      String version =
          api.upload(subject, Pictures.jpeg(132, Pictures.GREEN)).json().path("version").asString();
      // What a service leaves that is killed while it cleans up: the job is taken, by nobody.
      try (Connection connection = EmbeddedDatabase.connect(program.data());
          Statement statement = connection.createStatement()) {
        int taken =
            statement.executeUpdate(
                "update scheduled_tasks set picked = true, picked_by = 'killed',"
                    + " last_heartbeat = now(), version = version + 1");
        assertThat(taken).isPositive();
      }
      api.delete("/v1/avatars/" + subject + "?erase=true");

      Wait.until(
          "the erased picture to be gone",
          Duration.ofSeconds(60),
          () -> !new Truth(program).versions().containsKey(version));
    }
  }

  @Test
  void aServiceThatIsToldToEndFinishesWhatItHasBegun() {
    Path home = Homes.prepared();
    Program program = Program.start(home, Map.of());
    byte[] picture = Pictures.jpeg(Pictures.quarters(500, 500));
    String subject = Api.subject();
    try (RawUpload upload = new RawUpload(program).half(subject, picture)) {
      Thread ending = Thread.ofVirtual().start(program::stop);
      Wait.until(
          "no new connection to be taken",
          Duration.ofSeconds(20),
          () -> refusesConnections(program));

      assertThat(upload.rest(picture).answer().status()).isEqualTo(201);
      ending.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
    Processes.awaitNoneOf(home, Duration.ofSeconds(15));
    try (Program next = Program.start(home, Map.of())) {
      assertThat(new Api(next, Program.ADMIN_KEY).get("/v1/avatars/" + subject).status())
          .isEqualTo(200);
    }
  }

  private static boolean refusesConnections(Program program) {
    try {
      new RawUpload(program).close();
      return false;
    } catch (java.io.UncheckedIOException refused) {
      return true;
    }
  }

  @Test
  void aBadSettingStopsTheStartAndSaysAllOfThem() {
    Program program =
        Program.launch(
            PackagedForm.UNPACKED,
            Homes.empty(),
            Map.of(
                "AVATAR_QUALITY",
                "101",
                "CAMEO_SIZES",
                "512,huge",
                "CAMEO_DATABASE_URL",
                "postgres://cameo:planted-password@db"));
    try {
      Wait.until("the program to end", Duration.ofSeconds(60), () -> !program.isAlive());
      assertThat(program.log()).contains("AVATAR_QUALITY", "CAMEO_SIZES", "101");
      assertThat(program.log())
          .as("a bad value is shown without the password in it")
          .contains("CAMEO_DATABASE_URL is \"postgres://***@db\"")
          .doesNotContain("planted-password");
      assertThat(program.log()).as("no stack trace for a typing mistake").doesNotContain("\tat ");
    } finally {
      program.close();
    }
  }

  @Test
  void productionRefusesUnsafeDefaultsAllAtOnce() {
    Program program =
        Program.launch(
            PackagedForm.UNPACKED,
            Homes.empty(),
            Map.of("NODE_ENV", "production", "CAMEO_ADMIN_KEY", "", "CAMEO_SANDBOX", "off"));
    try {
      Wait.until("the program to end", Duration.ofSeconds(60), () -> !program.isAlive());
      assertThat(program.log()).contains("CAMEO_ADMIN_KEY", "CAMEO_SCAN", "CAMEO_SANDBOX");
    } finally {
      program.close();
    }
  }
}
