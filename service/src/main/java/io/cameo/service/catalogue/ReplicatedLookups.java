package io.cameo.service.catalogue;

import io.cameo.service.database.Reads;
import java.util.List;
import java.util.Optional;

/** Asks where reads go. */
final class ReplicatedLookups implements Lookups {

  private final Reads reads;
  private final VersionRows rows;

  ReplicatedLookups(Reads reads, VersionRows rows) {
    this.reads = reads;
    this.rows = rows;
  }

  @Override
  public Optional<Version> current(String subject) {
    return reads.read(
        VersionChanges.subjectChanged(subject),
        answer -> true,
        sql -> new Catalogue(sql, rows).current(subject));
  }

  /**
   * A new version is announced by its subject's name, so a replica that does not know it, or not
   * that it is shown, may only be late.
   */
  @Override
  public Optional<Version> version(VersionId id) {
    return reads.read(
        VersionChanges.versionChanged(id),
        answer -> answer.filter(Version::isShown).isPresent(),
        sql -> new Catalogue(sql, rows).version(id));
  }

  @Override
  public List<Version> history(String subject) {
    return reads.read(
        VersionChanges.subjectChanged(subject),
        answer -> true,
        sql -> new Catalogue(sql, rows).history(subject));
  }
}
