package io.cameo.service.backup;

import io.cameo.service.backup.archive.Manifest;
import java.time.Instant;

/**
 * A finished backup in an archive.
 *
 * @param id its name
 * @param at the moment that it shows, by the database's clock
 * @param tool version of the program that made it
 * @param database version of the server that it was taken from
 * @param rows of all tables together
 * @param objects how many there are, and their bytes
 * @param complete whether a restore of it gives a whole system
 */
public record Snapshot(
    String id,
    Instant at,
    String tool,
    String database,
    long rows,
    BackupReport.Amount objects,
    boolean complete) {

  static Snapshot of(Manifest manifest) {
    return new Snapshot(
        manifest.id(),
        manifest.taken().at(),
        manifest.taken().tool(),
        manifest.taken().database(),
        manifest.tables().stream().mapToLong(Manifest.Table::rows).sum(),
        new BackupReport.Amount(manifest.objects().count(), manifest.objects().bytes()),
        manifest.complete());
  }
}
