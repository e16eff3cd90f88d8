package io.cameo.service.backup;

import java.time.Instant;
import java.util.List;

/**
 * What a backup came to.
 *
 * @param id name of the snapshot
 * @param at the moment that it shows, by the database's clock
 * @param place of the archive
 * @param totals of the snapshot
 * @param copied what this run had to copy; the rest was in the archive already
 * @param missing what could not be copied, and why
 * @param disagreements what is wrong with the catalogue itself
 */
public record BackupReport(
    String id,
    Instant at,
    String place,
    Totals totals,
    Amount copied,
    List<MissingObject> missing,
    List<String> disagreements) {

  /** Objects, and their bytes. */
  public record Amount(long objects, long bytes) {}

  /** Rows of all tables, objects, and the bytes of both. */
  public record Totals(long rows, long objects, long bytes) {}

  public BackupReport {
    missing = List.copyOf(missing);
    disagreements = List.copyOf(disagreements);
  }

  /** What is wrong with the object store. */
  public List<MissingObject> faults() {
    return missing.stream().filter(object -> object.reason().isFault()).toList();
  }

  /** Whether a restore of it gives a whole system. */
  public boolean complete() {
    return faults().isEmpty() && disagreements.isEmpty();
  }
}
