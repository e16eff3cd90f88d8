package io.cameo.service.backup;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be restored.
 *
 * @param snapshot its name; empty for the newest complete one
 * @param tombstones a list of further erasures
 * @param acceptMissing whether to restore without objects that were lost before the backup
 */
public record RestoreOptions(
    Optional<String> snapshot, Optional<Path> tombstones, boolean acceptMissing) {

  /** The newest complete snapshot, and no further erasures. */
  public static final RestoreOptions NEWEST =
      new RestoreOptions(Optional.empty(), Optional.empty(), false);
}
