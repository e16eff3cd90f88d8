package io.cameo.service.ops.checklist.database;

import io.cameo.service.backup.BackupHistory;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a backup succeeded lately. */
final class BackupYoung implements Check {

  /** One a day, and two hours for it. */
  private static final Duration MOST = Duration.ofHours(26);

  private static final String MAKE =
      "Make one every night: ./cameo backup --to PLACE; tell of one by other means with ./cameo"
          + " backup --record WHAT (docs/operations/backup.md).";

  private final Supplier<Optional<BackupHistory.Last>> last;
  private final boolean production;

  BackupYoung(Supplier<Optional<BackupHistory.Last>> last, boolean production) {
    this.last = last;
    this.production = production;
  }

  @Override
  public About about() {
    return new About(
        Line.DB_4,
        "backup-young",
        "The last backup that succeeded is at most 26 hours old",
        "Reads the database's own list of backups that succeeded, by its own clock.");
  }

  @Override
  public Answer look() {
    Optional<BackupHistory.Last> newest = last.get();
    if (newest.isEmpty()) {
      return bad("There never was a backup.");
    }
    String seen =
        newest.get().id()
            + " in "
            + newest.get().place()
            + " is "
            + newest.get().age().toHours()
            + " hours old.";
    return newest.get().age().compareTo(MOST) > 0 ? bad(seen) : Answer.pass(seen);
  }

  private Answer bad(String seen) {
    return production ? Answer.fail(seen, MAKE) : Answer.warn(seen, MAKE);
  }
}
