package io.cameo.service.backup;

import java.util.List;

/**
 * What pruning removes, or would remove.
 *
 * @param kept names of the snapshots that stay, newest first
 * @param removed names of those that go
 * @param objects of the pool that no snapshot that stays needs
 * @param bytes of them, as they lie in the archive
 * @param done whether they are gone; otherwise it was only counted
 */
public record PruningReport(
    List<String> kept, List<String> removed, long objects, long bytes, boolean done) {

  public PruningReport {
    kept = List.copyOf(kept);
    removed = List.copyOf(removed);
  }
}
