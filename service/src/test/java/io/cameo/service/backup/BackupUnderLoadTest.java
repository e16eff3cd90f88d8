package io.cameo.service.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupUnderLoadTest {

  private static final int WRITERS = 3;

  @TempDir private Path folder;

  /** Uploads, replacements, deletions, erasures and clean-ups go on while every backup is made. */
  @Test
  void everyBackupThatIsMadeWhileTheSystemChangesRestoresToAWholeOne() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    AtomicInteger changes = new AtomicInteger();
    List<BackupReport> reports = new ArrayList<>();
    try (BackupRig rig = BackupRig.open(folder.resolve("objects"));
        BackupArchive archive = BackupRig.archive(folder.resolve("archive"))) {
      for (int i = 0; i < 40; i++) {
        rig.upload("subject-" + i);
      }
      try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          int writer = i;
          running.add(writers.submit(() -> change(rig, writer, ended, changes)));
        }
        try {
          for (int i = 0; i < 4; i++) {
            int before = changes.get();
            reports.add(rig.backup(archive).make());
            assertThat(changes.get()).as("changes while the backup ran").isGreaterThan(before);
          }
        } finally {
          ended.set(true);
        }
        for (Future<?> writer : running) {
          writer.get();
        }
      }

      assertThat(reports).allMatch(BackupReport::complete);
      for (BackupReport report : reports) {
        assertWhole(archive, report.id(), rig);
      }
      assertThat(rig.violations()).isEmpty();
    }
  }

  private static void change(
      BackupRig rig, int writer, AtomicBoolean ended, AtomicInteger changes) {
    Random random = new Random(writer);
    while (!ended.get()) {
      // Each writer has subjects of its own, so that none is superseded.
      String subject = "subject-" + (random.nextInt(12) * WRITERS + writer);
      switch (random.nextInt(10)) {
        case 0, 1 -> {
          rig.erase(subject);
          rig.catalogue.reaper().reap();
        }
        case 2 -> rig.delete(subject);
        default -> rig.upload(subject);
      }
      changes.incrementAndGet();
    }
  }

  private void assertWhole(BackupArchive archive, String id, BackupRig rig) throws Exception {
    try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh-" + id))) {
      fresh.restore(archive).run(new RestoreOptions(Optional.of(id), Optional.empty(), false));
      assertThat(fresh.violations()).isEmpty();
      List<String> erased =
          rig.database
              .sql()
              .sql("select id::text from erasure order by 1")
              .query(String.class)
              .list();
      assertThat(erased)
          .as("certificates that came with the archive")
          .containsAll(
              fresh.database.sql().sql("select id::text from erasure").query(String.class).list());
    }
  }
}
