package io.cameo.service.backup;

import java.time.Instant;

/**
 * What a restore came to.
 *
 * @param id of the snapshot
 * @param at the moment that it shows
 * @param rows of all tables together
 * @param objects what was done to the object store
 * @param versions what was done to versions beside bringing them back
 */
public record RestoreReport(String id, Instant at, long rows, Objects objects, Versions versions) {

  /**
   * @param written that were not there
   * @param replaced that were there with other bytes
   * @param kept that were there as they should be
   */
  public record Objects(long written, long replaced, long kept) {}

  /**
   * @param erasedAgain of subjects that were erased after the backup
   * @param withoutObjects whose objects the backup does not hold; they are not shown any more
   * @param setAside that the database had and the backup does not know; cleaned up in a day
   */
  public record Versions(long erasedAgain, long withoutObjects, long setAside) {}
}
