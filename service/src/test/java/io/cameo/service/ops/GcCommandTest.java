package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.TestCommands.Answer;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What gc says and how it ends, on a real database and a real folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GcCommandTest {

  private static final String ORPHAN = "avatars/0123456789abcdef0123456789abcdef/64.jpg";

  private TestDatabase database;

  @BeforeAll
  void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.sql().sql("truncate gc_run, gc_suspect").update();
  }

  private TestCommands commands(Path data) {
    return TestCommands.on(database, data)
        .with(
            Map.of(
                "CAMEO_INTENT_LIFE", "2s",
                "CAMEO_GC_MIN_AGE", "3s",
                "CAMEO_GC_QUARANTINE", "0ms",
                "CAMEO_GC_MAX_SHARE", "100"));
  }

  /** An orphan that was written long ago. */
  private void plant(Path data) throws Exception {
    try (DiskStore store = DiskStore.open(data.resolve("objects"), new DiskStoreOptions(0))) {
      store.put(new NewObject(ORPHAN, new byte[1234], ObjectMetadata.immutable("image/jpeg")));
    }
    Path file = data.resolve("objects/avatars/+012/0123456789abcdef0123456789abcdef/64.jpg");
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));
  }

  @Test
  void saysThatAllIsWell(@TempDir Path data) {
    Answer answer = commands(data).run("gc");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("0  objects in the store").endsWith("All is well.\n");
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndEndsWithOne(@TempDir Path data) throws Exception {
    plant(data);

    Answer answer = commands(data).run("gc");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("1  orphans: objects that no version names, 1.2 kB", ORPHAN)
        .contains("Nothing was changed. With --yes gc would delete 0 of the orphans, keep 1");
    assertThat(database.sql().sql("select count(*) from gc_run").query(Integer.class).single())
        .isZero();
  }

  @Test
  void marksThenDeletesThenFindsNothing(@TempDir Path data) throws Exception {
    plant(data);
    Path findings = data.resolve("findings.jsonl");

    assertThat(commands(data).run("gc", "--yes").exitCode()).isZero();
    Answer second = commands(data).run("gc", "--yes", "--json", "--findings", findings.toString());
    JsonNode report = JsonMapper.builder().build().readTree(second.out());

    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(report.path("dryRun").asBoolean()).isFalse();
    assertThat(report.path("deleted").path("count").asInt()).isEqualTo(1);
    assertThat(report.path("deleted").path("bytes").asInt()).isEqualTo(1234);
    assertThat(report.path("deleted").path("examples").path(0).asString()).isEqualTo(ORPHAN);
    assertThat(Files.readString(findings))
        .isEqualTo(
            """
            {"what":"orphans","key":"%1$s","bytes":1234,"detail":""}
            {"what":"deleted","key":"%1$s","bytes":1234,"detail":""}
            """
                .formatted(ORPHAN));
    assertThat(commands(data).run("gc", "--yes").out()).endsWith("Done; all is well.\n");
  }

  @Test
  void stopsBeforeASurprise(@TempDir Path data) throws Exception {
    plant(data);
    commands(data).run("gc", "--yes");

    Answer answer = commands(data).run("gc", "--yes", "--max-deletions", "0");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("STOPPED: 1 orphans are due, more than the 0");
  }

  @Test
  void wrongWordsAreWrongUse(@TempDir Path data) throws Exception {
    Path taken = Files.createFile(data.resolve("taken"));

    assertThat(commands(data).run("gc", "--max-share", "101").exitCode()).isEqualTo(2);
    assertThat(commands(data).run("gc", "--rate", "0").exitCode()).isEqualTo(2);
    assertThat(commands(data).run("gc", "--max-deletions", "-1").exitCode()).isEqualTo(2);
    Answer again = commands(data).run("gc", "--findings", taken.toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("is there already");
  }

  @Test
  void anInventoryThatIsNoneIsAProblemWithWhatToDo(@TempDir Path data) {
    Answer answer = commands(data).run("gc", "--inventory", data.toString());

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("manifest.json cannot be read. Copy the report's folder");
  }

  @Test
  void anAgeThatIsShorterThanAnUploadIsRefused(@TempDir Path data) {
    Answer answer =
        commands(data).with(Map.of("CAMEO_GC_MIN_AGE", "1s", "CAMEO_INTENT_LIFE", "10s")).run("gc");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("CAMEO_GC_MIN_AGE must be longer than CAMEO_INTENT_LIFE");
  }
}
