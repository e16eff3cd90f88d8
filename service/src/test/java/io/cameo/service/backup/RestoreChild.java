package io.cameo.service.backup;

import io.cameo.service.database.CommandDatabase;
import io.cameo.service.database.DatabaseSettings;
import io.cameo.service.settings.Settings;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A process that restores and stands still after some steps of a stretch, to be killed there. */
public final class RestoreChild {

  private RestoreChild() {}

  /**
   * @param words database as in CAMEO_DATABASE_URL, folder of the objects, place of the archive,
   *     stretch of the progress, number of its steps
   */
  public static void main(String[] words) {
    Path objects = Path.of(words[1]);
    DatabaseSettings settings =
        DatabaseSettings.from(new Settings(Map.of("CAMEO_DATABASE_URL", words[0])), objects);
    AtomicLong left = new AtomicLong(Long.parseLong(words[4]));
    Progress holding =
        (what, total) ->
            count -> {
              if (what.equals(words[3]) && left.addAndGet(-count) <= 0) {
                System.out.println("HOLD");
                hold();
              }
            };
    try (CommandDatabase database =
            CommandDatabase.open(settings, CommandDatabase.IfMissing.REFUSE);
        DiskStore store = DiskStore.open(objects, new DiskStoreOptions(0));
        BackupArchive archive = BackupRig.archive(Path.of(words[2]))) {
      new Restore(
              new RestoreTarget(database.dataSource(), database.migrations(), store),
              archive,
              holding)
          .run(RestoreOptions.NEWEST);
    }
    System.out.println("DONE");
  }

  private static void hold() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
