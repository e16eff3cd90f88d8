package io.cameo.service.ops.checklist.database;

import io.cameo.service.backup.BackupHistory;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whether the last backup is where it was written, and can be opened. */
final class BackupRestorable implements Check {

  private final Supplier<Optional<BackupHistory.Last>> last;
  private final Function<String, List<String>> archive;

  /**
   * @param archive opens the archive at a place, and names the backups that are whole there
   */
  BackupRestorable(
      Supplier<Optional<BackupHistory.Last>> last, Function<String, List<String>> archive) {
    this.last = last;
    this.archive = archive;
  }

  @Override
  public About about() {
    return new About(
        Line.INF_4,
        "backup-restorable",
        "The last backup with all pictures is where it was written, and can be opened",
        "Opens the archive and reads the manifest of the last backup. Every byte is the matter of"
            + " ./cameo restore --verify, and a whole restore of --drill.");
  }

  @Override
  public Answer look() {
    Optional<BackupHistory.Last> newest = last.get();
    if (newest.isEmpty()) {
      return Answer.unknown("There never was a backup.", "See the line DB-4.");
    }
    String id = newest.get().id();
    String place = newest.get().place();
    if (id.startsWith("other-")) {
      return Answer.unknown(
          "The last backup was made by other means: " + place + ".",
          "Restore it somewhere once a month, and compare.");
    }
    return archive.apply(place).contains(id)
        ? Answer.pass(
            id + " in " + place + " has its manifest: " + newest.get().objects() + " objects.",
            "Try a whole restore once a month: ./cameo restore --from " + place + " --drill")
        : Answer.fail(
            "The archive in " + place + " has no backup " + id + " any more.",
            "Find out who removed it, and make another one: ./cameo backup --to " + place);
  }
}
