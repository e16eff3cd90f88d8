package io.cameo.service.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupKillTest {

  private static final int OBJECTS = 60;
  private static final int COPIED = 25;

  @TempDir private Path folder;

  @Test
  void aKilledBackupLeavesNothingThatLooksWholeAndTheNextOneGoesOnWhereItEnded() throws Exception {
    Path place = folder.resolve("archive");
    try (BackupRig rig = BackupRig.open(folder.resolve("objects"))) {
      for (int i = 0; i < OBJECTS / 3; i++) {
        rig.upload("subject-" + i);
      }
      killWhileItCopies(rig, place);
      Map<String, Object> before = pool(place);
      assertThat(before).hasSize(COPIED);

      try (BackupArchive archive = BackupRig.archive(place)) {
        assertThat(archive.snapshots()).as("finished backups").isEmpty();
        assertThat(archive.archive().folders()).as("tables of the killed one").hasSize(1);

        BackupReport report = rig.backup(archive).make();

        assertThat(report.copied().objects()).isEqualTo(OBJECTS - COPIED);
        assertThat(pool(place)).hasSize(OBJECTS).containsAllEntriesOf(before);
        assertThat(archive.archive().folders()).containsExactly(report.id());
        assertThat(Verification.of(archive, Optional.empty(), Progress.NONE).undamaged()).isTrue();
      }
    }
  }

  private void killWhileItCopies(BackupRig rig, Path place) throws Exception {
    String[] login = rig.database.setting().replaceFirst("postgresql://", "").split("[:@/]");
    killWhereItHolds(
        child -> awaitPool(place, child),
        BackupChild.class,
        "jdbc:postgresql://" + login[2] + ":" + login[3] + "/" + login[4],
        login[0],
        login[1],
        folder.resolve("objects").toString(),
        place.toString(),
        Integer.toString(COPIED));
  }

  @ParameterizedTest
  @CsvSource({"objects, 18", "rows, 2"})
  void aKilledRestoreIsMadeWholeByTheSameWordsAgain(String stretch, int steps) throws Exception {
    Path place = folder.resolve("archive");
    try (BackupRig rig = BackupRig.open(folder.resolve("objects"));
        BackupRig lost = BackupRig.open(folder.resolve("lost"));
        BackupArchive archive = BackupRig.archive(place)) {
      for (int i = 0; i < OBJECTS / 3; i++) {
        rig.upload("subject-" + i);
      }
      rig.backup(archive).make();

      killWhereItHolds(
          child -> {},
          RestoreChild.class,
          lost.database.setting(),
          folder.resolve("lost").toString(),
          place.toString(),
          stretch,
          Integer.toString(steps));

      assertThat(lost.rows().get("version")).as("rows come all together or not at all").isEmpty();
      int written = lost.objects().size();
      assertThat(written).isPositive();
      RestoreReport report = lost.restore(archive).run(RestoreOptions.NEWEST);
      assertThat(report.objects())
          .isEqualTo(new RestoreReport.Objects(OBJECTS - written, 0, written));
      assertThat(lost.rows()).isEqualTo(rig.rows());
      assertThat(lost.objects()).isEqualTo(rig.objects());
      assertThat(lost.violations()).isEmpty();
    }
  }

  /** What must be so before the process is killed. */
  private interface Ripe {
    void await(Process child) throws Exception;
  }

  private static void killWhereItHolds(Ripe ripe, Class<?> program, String... words)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(words));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines = child.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.equals("HOLD")) {
        assertThat(line).isNotEqualTo("DONE");
        line = lines.readLine();
      }
      assertThat(line).isEqualTo("HOLD");
      ripe.await(child);
    } finally {
      // SIGKILL: nothing of it gets to clean up.
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Those that were read before the first one was held are still on their way to the disk. */
  private static void awaitPool(Path place, Process child) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (pool(place).size() < COPIED) {
      assertThat(System.nanoTime()).as("time to copy").isLessThan(end);
      assertThat(child.waitFor(20, TimeUnit.MILLISECONDS)).as("the backup ended").isFalse();
    }
  }

  private static Map<String, Object> pool(Path place) throws IOException {
    Map<String, Object> files = new TreeMap<>();
    Path objects = place.resolve("objects");
    if (Files.isDirectory(objects)) {
      try (Stream<Path> all = Files.walk(objects)) {
        List<Path> found = all.filter(Files::isRegularFile).toList();
        for (Path file : found) {
          files.put(
              objects.relativize(file).toString(),
              Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        }
      }
    }
    return files;
  }
}
