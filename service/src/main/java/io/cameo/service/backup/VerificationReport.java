package io.cameo.service.backup;

import java.util.List;

/**
 * What a look at every file of a snapshot came to.
 *
 * @param files how many were read
 * @param bytes of all of them
 * @param damages what is not as it was written; with many, the first of them
 * @param missing objects that were not copied because something was wrong with the store
 */
public record VerificationReport(
    String id, long files, long bytes, List<String> damages, List<MissingObject> missing) {

  public VerificationReport {
    damages = List.copyOf(damages);
    missing = List.copyOf(missing);
  }

  /** Whether the archive is as it was written. */
  public boolean undamaged() {
    return damages.isEmpty();
  }
}
