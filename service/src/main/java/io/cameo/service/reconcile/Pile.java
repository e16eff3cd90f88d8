package io.cameo.service.reconcile;

/** What a run counts. The names are the members of the report's JSON, in lower camel case. */
public enum Pile {
  /** Objects in the store. */
  OBJECTS,
  /** Rows of versions. */
  VERSIONS,
  /** Objects that a row names. */
  NAMED,
  /** Objects whose bytes were read and are those that were recorded. */
  READ,
  /** Objects that no row names, too young to say more. */
  YOUNG,
  /** Objects whose keys are not the service's; never touched. */
  FOREIGN,
  /** Pictures that clients sent and that are on their way; the service's own clean-up has them. */
  INCOMING,
  /** Objects that no row names. */
  ORPHANS,
  /** Orphans that wait for the end of their quarantine. */
  QUARANTINED,
  /** Orphans whose quarantine is over. */
  DUE,
  /** Orphans that are gone. */
  DELETED,
  /** Orphans that a row names after all. */
  SPARED,
  /** Orphans that the store did not delete. */
  UNDELETED,
  /** Objects that a row needs and that are not there. */
  MISSING,
  /** Objects that have not the recorded length. */
  WRONG_LENGTH,
  /** Objects that have not the recorded bytes. */
  WRONG_BYTES,
  /** Missing objects that could be made again. */
  REPAIRABLE,
  /** Missing objects that were made again. */
  REPAIRED,
  /** Missing objects of which a replica or the bucket's older versions have the recorded bytes. */
  RECOVERABLE,
  /** Missing objects that were put back from there. */
  RECOVERED,
  /** Objects in the secondary region that a job is about to bring home. */
  ON_THEIR_WAY,
  /** Objects that are damaged or missing and stay so. */
  UNREPAIRABLE;

  /** The word of this pile in the report. */
  public String word() {
    StringBuilder word = new StringBuilder();
    for (String part : name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    return word.replace(0, 1, word.substring(0, 1).toLowerCase(java.util.Locale.ROOT)).toString();
  }
}
