package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.TestCommands.Answer;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./cameo maintenance} and {@code ./cameo notify}. */
class MaintenanceCommandTest {

  private static final Map<String, String> OPERATORS =
      Map.of(
          "CAMEO_SMTP_URL",
          "smtp://localhost:1",
          "CAMEO_MAIL_FROM",
          "status@example.org",
          "CAMEO_NOTIFY_OPERATORS",
          "ops@example.org");

  private static final Map<String, String> USERS =
      Map.of(
          "CAMEO_SMTP_URL",
          "smtp://localhost:1",
          "CAMEO_MAIL_FROM",
          "status@example.org",
          "CAMEO_NOTIFY_USERS",
          "{subject}@users.example.org",
          "CAMEO_NOTIFY_UNSUBSCRIBE",
          "mailto:stop@example.org",
          "CAMEO_NOTIFY_RATE",
          "6");

  @TempDir Path data;
  private TestDatabase database;
  private TestCommands commands;

  @BeforeEach
  void open() {
    database = TestDatabase.open();
    commands = TestCommands.on(database, data);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static JsonNode json(Answer answer) {
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    return JsonMapper.shared().readTree(answer.out());
  }

  private long rows(String table) {
    return database.sql().sql("select count(*) from " + table).query(Long.class).single();
  }

  @Test
  void saysShowsAndEndsWhatUsersAreTold() {
    assertThat(commands.run("maintenance").out()).contains("Users are told nothing.");

    Answer on =
        commands.run(
            "maintenance", "on", "--message", "Moving house.", "--for", "2h", "--read-only");

    assertThat(on.exitCode()).as(on.err()).isZero();
    assertThat(on.out()).contains("Moving house.", "no uploads", "until", "operator");
    assertThat(rows("thrown_switch")).isEqualTo(1);
    JsonNode shown = json(commands.run("maintenance", "--json")).path("notice");
    assertThat(shown.path("kind").asString()).isEqualTo("maintenance");
    assertThat(shown.path("begun").asBoolean()).isTrue();

    assertThat(json(commands.run("maintenance", "off", "--json")).path("on").asBoolean()).isFalse();
    assertThat(rows("thrown_switch")).isZero();
    assertThat(commands.run("maintenance", "off").err()).contains("told nothing");
    assertThat(
            database
                .sql()
                .sql("select actor || ': ' || action || ' ' || outcome from audit order by at")
                .query(String.class)
                .list())
        .hasSize(2)
        .last()
        .isEqualTo("operator: maintenance maintenance ended: Moving house.");
  }

  @Test
  void announcesAFaultThatBeginsLater() {
    String from =
        Clock.systemUTC().instant().plus(Duration.ofDays(2)).toString().substring(0, 16) + "+01:00";

    JsonNode planned =
        json(commands.run(
                "maintenance", "on", "--message", "Soon.", "--from", from, "--incident", "--json"))
            .path("notice");

    assertThat(planned.path("kind").asString()).isEqualTo("incident");
    assertThat(planned.path("begun").asBoolean()).isFalse();
    assertThat(commands.run("maintenance").out()).contains("planned from");
  }

  @Test
  void whatMakesNoSenseIsWrongUseAndTellsNobodyAnything() {
    for (List<String> words :
        List.of(
            List.of("maintenance", "on"),
            List.of("maintenance", "perhaps"),
            List.of("maintenance", "--message", "x"),
            List.of("maintenance", "off", "--message", "x"),
            List.of("maintenance", "on", "--message", "a\nb"),
            List.of("maintenance", "on", "--message", "x", "--until", "noon"),
            List.of("maintenance", "on", "--message", "x", "--until", "2026-11-30T12:00"),
            List.of("maintenance", "on", "--message", "x", "--until", "2020-01-01T00:00Z"),
            List.of("maintenance", "on", "--message", "x", "--for", "soon"),
            List.of("notify", "--users", "--test"),
            List.of("notify", "--yes"),
            List.of("notify", "--users"))) {
      Answer refused = commands.run(words.toArray(String[]::new));
      assertThat(refused.exitCode()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(refused.err()).as(String.join(" ", words)).isNotEmpty();
    }
    assertThat(rows("notice")).isZero();
  }

  @Test
  void usersAreCountedFirstAndWrittenToOnlyWithYes() {
    TestCommands withUsers = commands.with(USERS);
    TestPictures pictures =
        new TestPictures(
            TestCatalogue.on(database.dataSource(), objects -> {}),
            DiskStore.open(data.resolve("objects"), new DiskStoreOptions(0)),
            List.of("64.jpg"));
    for (int i = 0; i < 7; i++) {
      pictures.published("user-" + i);
    }
    database
        .sql()
        .sql("update subject set updated_at = now() - interval '9 days' where subject = 'user-0'")
        .update();
    assertThat(withUsers.run("notify", "--users").exitCode()).as("there is no news").isEqualTo(1);
    commands.run("maintenance", "on", "--message", "For you.");

    Answer dry = withUsers.run("notify", "--users");

    assertThat(dry.out()).contains("For you.").contains("7 users").contains("about 2 min");
    assertThat(dry.err()).contains("Nobody was written to. Say --yes to do it.");
    assertThat(rows("notice_delivery")).isZero();

    JsonNode some = json(withUsers.run("notify", "--users", "--active", "5d", "--yes", "--json"));
    assertThat(some.path("users").asInt()).isEqualTo(6);
    assertThat(some.path("done").asBoolean()).isTrue();
    assertThat(rows("notice_delivery")).isEqualTo(6);
    assertThat(withUsers.run("notify", "--users", "--yes").exitCode()).isZero();
    assertThat(rows("notice_delivery")).isEqualTo(7);
    assertThat(commands.run("notify").out()).containsPattern("user +due +7");
  }

  @Test
  void aTestIsWrittenDownForTheServiceToSend() {
    assertThat(commands.run("notify").out()).contains("Nothing was sent");
    Answer nobody = commands.run("notify", "--test");
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.err()).contains("nobody to send a test to", "CAMEO_WEBHOOKS");
    assertThat(rows("notice_event")).isZero();

    TestCommands withOperators = commands.with(OPERATORS);
    assertThat(withOperators.run("notify", "--test").exitCode()).isZero();

    assertThat(rows("notice_event where spread_at is null")).isEqualTo(1);
    assertThat(commands.run("notify", "--again").err()).contains("0 deliveries");
  }
}
