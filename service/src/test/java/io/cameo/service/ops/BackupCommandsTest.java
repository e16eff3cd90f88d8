package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.TestCommands.Answer;
import io.cameo.storage.s3.S3Proxy;
import io.cameo.storage.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The words and exit codes of {@code backup} and {@code restore}. */
class BackupCommandsTest {

  @TempDir private Path folder;
  private TestDatabase database;
  private TestCommands commands;
  private String place;

  @BeforeEach
  void open() {
    database = TestDatabase.open();
    commands = TestCommands.on(database, folder.resolve("data"));
    place = folder.resolve("archive").toString();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static JsonNode json(Answer answer) {
    return JsonMapper.builder().build().readTree(answer.out());
  }

  @Test
  void aBackupSaysWhatItCameToAndTheAgeIsKnown() {
    assertThat(commands.run("backup", "--age").exitCode()).as("without any backup").isEqualTo(1);

    Answer made = commands.run("backup", "--to", place, "--json");

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(json(made).path("complete").asBoolean()).isTrue();
    assertThat(json(made).path("backup").path("id").asString())
        .matches("[0-9]{8}-[0-9]{6}-[0-9a-f]{6}");
    Answer age = commands.run("backup", "--age", "--at-most", "1h");
    assertThat(age.exitCode()).as(age.out()).isZero();
    assertThat(age.out()).contains(json(made).path("backup").path("id").asString());
    database.sql().sql("update backup set taken_at = now() - interval '2 hours'").update();
    assertThat(commands.run("backup", "--age", "--at-most", "1h").exitCode()).isEqualTo(1);
    assertThat(commands.run("backup", "--age").exitCode()).isZero();
    assertThat(commands.run("backup", "--record", "pg_dump", "--bytes", "7").exitCode()).isZero();
    assertThat(json(commands.run("backup", "--age", "--json")).path("place").asString())
        .isEqualTo("pg_dump");
  }

  @Test
  void aMistypedBucketIsRefusedAndNoFolderOfThatName() {
    for (String typed : List.of("s3:/bucket/cameo", "s3:bucket", "S3://bucket", "gs://bucket")) {
      Answer refused = commands.run("backup", "--to", typed);

      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains(typed + " is no place for an archive");
    }
    assertThat(Path.of("s3:")).doesNotExist();
  }

  @Test
  void aListOfErasuresThatIsNotThereIsMissedBeforeTheArchiveIsOpened() {
    Answer refused =
        commands.run("restore", "--from", "/no/archive", "--tombstones", "/no/list", "--yes");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("/no/list").doesNotContain("/no/archive");
  }

  @Test
  void pruningIsADryRunUntilYes() {
    String oldest =
        json(commands.run("backup", "--to", place, "--json")).at("/backup/id").asString();
    for (int i = 0; i < 2; i++) {
      commands.run("backup", "--to", place);
    }

    Answer dry = commands.run("backup", "--to", place, "--keep", "2");
    assertThat(dry.out()).contains("Would remove 2 older backups", "--yes", "  " + oldest);
    assertThat(json(commands.run("restore", "--from", place, "--list", "--json")).path("snapshots"))
        .hasSize(4);
    Answer done = commands.run("backup", "--to", place, "--keep", "2", "--yes");
    assertThat(done.out()).contains("Removed 3 older backups");
    assertThat(commands.run("restore", "--from", place, "--list").out()).contains("2 backups.");
  }

  @Test
  void aRestoreIsADryRunUntilYes() {
    commands.run("backup", "--to", place);
    database
        .sql()
        .sql("insert into audit (action, outcome, actor) values ('a', 'b', 'c')")
        .update();

    Answer dry = commands.run("restore", "--from", place);
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("Would restore", "REPLACE", "1 lines of the audit", "Say --yes");
    assertThat(lines("c")).isEqualTo(1);
    assertThat(lines("operator")).isZero();

    Answer done = commands.run("restore", "--from", place, "--yes", "--json");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(json(done).path("objects").path("written").asInt()).isZero();
    assertThat(lines("c")).isZero();
    assertThat(lines("operator")).as("the audit says where it breaks off").isEqualTo(1);
  }

  @Test
  void nothingWorksOnAFolderThatIsNotThePicturesUntilARestoreBroughtThemBack() throws Exception {
    String id = "0123456789abcdef0123456789abcdef";
    Path objects = folder.resolve("data/objects");
    Path object = objects.resolve("avatars/+012/" + id + "/64.jpg");
    Files.createDirectories(object.getParent());
    Files.writeString(object, "x");
    database
        .sql()
        .sql(
            """
            with one as (
              insert into version (id, subject, state, change_order, source_type, source_width,
                source_height, source_bytes, source_sha256, crop, thumbhash, color, objects)
              values (cast(:id as uuid), 'ann', 'LIVE', 1, 'image/jpeg', 1, 1, 1, sha256('x'), '',
                'x', '#000000', jsonb_build_array(jsonb_build_object('name', '64.jpg', 'size', 64,
                  'bytes', 1, 'sha256', encode(sha256('x'), 'hex'))))
              returning id)
            insert into subject (subject, changed_order, current_version) select 'ann', 1, id from one
            """)
        .param("id", id)
        .update();
    Answer made = commands.run("backup", "--to", place, "--json");
    assertThat(json(made).path("complete").asBoolean()).as(made.out() + made.err()).isTrue();
    Files.move(objects, folder.resolve("not-mounted"));

    for (String words :
        List.of(
            "gc --yes",
            "rerender",
            "backup --to " + place,
            "move-storage --to disk:" + folder.resolve("other"),
            "import --folder " + Files.createDirectory(folder.resolve("source")))) {
      Answer refused = commands.run(words.split(" "));
      assertThat(refused.exitCode()).as(words + refused.out()).isEqualTo(1);
      assertThat(refused.err())
          .as(words)
          .contains("cameo: " + objects + " holds no picture at all", "./cameo restore")
          .doesNotContain("\tat ");
    }
    assertThat(commands.run("check", "--only", "TST-2", "--json").out())
        .contains("holds no picture at all");
    assertThat(commands.run("backup", "--to", place, "--erasures-only").exitCode()).isZero();
    assertThat(objects).doesNotExist();

    Answer restored = commands.run("restore", "--from", place, "--yes");
    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(object).hasContent("x");
    assertThat(commands.run("gc").exitCode()).isZero();
  }

  private int lines(String actor) {
    return database
        .sql()
        .sql("select count(*) from audit where actor = ?")
        .param(actor)
        .query(Integer.class)
        .single();
  }

  @Test
  void verifyNeedsNoDatabaseAndNamesTheDamage() throws Exception {
    commands.run("backup", "--to", place);
    TestCommands elsewhere = TestCommands.on(folder.resolve("nothing"));

    assertThat(elsewhere.run("restore", "--from", place, "--verify").exitCode()).isZero();
    Answer plan = elsewhere.run("restore", "--from", place);
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.err()).contains("There is no database yet", "Nothing was touched");
    assertThat(folder.resolve("nothing")).doesNotExist();

    try (var files = Files.walk(Path.of(place))) {
      Path table =
          files.filter(file -> file.endsWith("tables/version.csv")).findFirst().orElseThrow();
      Files.writeString(table, "id\n");
      Answer damaged = elsewhere.run("restore", "--from", place, "--verify");
      assertThat(damaged.exitCode()).isEqualTo(1);
      assertThat(damaged.out()).contains("DAMAGED snapshots/", "/tables/version.csv: expected");
      assertThat(commands.run("restore", "--from", place).out().lines())
          .contains("REFUSED: The archive is damaged:")
          .anyMatch(line -> line.startsWith("  ") && line.contains("/version.csv: expected"));
      Answer refused = commands.run("restore", "--from", place, "--yes");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("Nothing was touched", "/tables/version.csv: expected");
    }
  }

  @Test
  void anArchiveInABucketIsVerifiedAndWhatIsWrongWithABucketIsSaid() {
    S3Server server = S3Proxy.server();
    TestCommands buckets =
        commands.with(
            Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", server.credentials().orElseThrow().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", server.credentials().orElseThrow().secretAccessKey(),
                "CAMEO_S3_ENDPOINT", server.endpoint().orElseThrow().toString()));
    String archive = "s3://" + server.newBucket() + "/cameo/home";
    Answer made = buckets.run("backup", "--to", archive);
    assertThat(made.exitCode()).as(made.err()).isZero();
    Answer verified = buckets.run("restore", "--from", archive, "--verify");
    assertThat(verified.exitCode()).as(verified.err() + verified.out()).isZero();
    assertThat(verified.out()).contains("all as they were written");

    TestCommands wrong = buckets.with(Map.of("AWS_SECRET_ACCESS_KEY", "wrong-secret"));
    for (String[] words :
        new String[][] {{"backup", "--to", archive}, {"restore", "--from", archive, "--list"}}) {
      Answer refused = wrong.run(words);
      assertThat(refused.exitCode()).as(refused.out()).isEqualTo(1);
      assertThat(refused.err())
          .contains("AWS_SECRET_ACCESS_KEY")
          .doesNotContain("wrong-secret")
          .doesNotContain("\tat ");
    }
    Answer nowhere = buckets.run("backup", "--to", "s3://no-such-one");
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.err()).contains("no-such-one").doesNotContain("\tat ");
    Answer none = buckets.run("restore", "--from", archive + "/other");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).isNotEmpty().doesNotContain("\tat ");
  }

  @Test
  void wrongWordsAreWrongUse() {
    assertThat(commands.run("backup").exitCode()).isEqualTo(2);
    assertThat(commands.run("backup", "--to", place, "--age").exitCode()).isEqualTo(2);
    assertThat(commands.run("backup", "--to", place, "--keep", "0").exitCode()).isEqualTo(2);
    assertThat(commands.run("backup", "--age", "--at-most", "soon").exitCode()).isEqualTo(2);
    assertThat(commands.run("restore").exitCode()).isEqualTo(2);
    assertThat(commands.run("restore", "--from", place, "--verify", "--drill").exitCode())
        .isEqualTo(2);
    Answer bucket = commands.run("backup", "--to", "s3://Bucket/cameo");
    assertThat(bucket.exitCode()).isEqualTo(1);
    assertThat(bucket.err()).contains("s3://Bucket/cameo names no bucket").doesNotContain("\tat ");
    Answer half =
        commands.with(Map.of("AWS_ACCESS_KEY_ID", "id")).run("backup", "--to", "s3://bucket/cameo");
    assertThat(half.exitCode()).isEqualTo(1);
    assertThat(half.err()).contains("AWS_SECRET_ACCESS_KEY is not set");
    Answer prefix = commands.run("backup", "--to", "s3://bucket/My Backups");
    assertThat(prefix.exitCode()).isEqualTo(1);
    assertThat(prefix.err()).contains("below the bucket use a-z");
    Answer none = commands.run("restore", "--from", folder.resolve("none").toString());
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("There is no folder").doesNotContain("\tat ");
  }
}
