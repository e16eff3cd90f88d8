package io.cameo.service.backup;

import java.time.Instant;
import java.util.List;

/**
 * What a backup came to.
 *
 * @param id name of the snapshot
 * @param at the moment that it shows, by the database's clock
 * @param place of the archive
 * @param rows of all tables together
 * @param totals of the snapshot
 * @param copied what this run had to copy; the rest was in the archive already
 * @param missing what could not be copied, and why
 */
public record BackupReport(
    String id,
    Instant at,
    String place,
    long rows,
    Amount totals,
    Amount copied,
    List<MissingObject> missing) {

  /** Objects, and their bytes; of the totals with the tables. */
  public record Amount(long objects, long bytes) {}

  public BackupReport {
    missing = List.copyOf(missing);
  }

  /** What is wrong with the object store. */
  public List<MissingObject> faults() {
    return missing.stream().filter(object -> object.reason().isFault()).toList();
  }

  /** Whether everything that should be in it is in it. */
  public boolean complete() {
    return faults().isEmpty();
  }
}
