package io.cameo.service.moving;

import io.cameo.service.objects.StorageMove;
import java.util.List;
import java.util.Optional;

/**
 * What a step of a move came to.
 *
 * @param phase where the move stands now; empty when there is none
 * @param versions that must have their objects
 * @param bytes of all these objects
 * @param copied what this command copied and compared
 * @param faulty how many objects could not be copied
 * @param faults the first of them: key and what is wrong
 * @param next sentences: what the operator does now
 */
public record MoveReport(
    Optional<Standing> phase,
    long versions,
    long bytes,
    Copied copied,
    long faulty,
    List<String> faults,
    List<String> next) {

  /** Where a move stands. */
  public record Standing(String source, String target, StorageMove.Phase phase) {
    static Standing of(StorageMove move) {
      return new Standing(move.source().name(), move.target().name(), move.phase());
    }
  }

  /**
   * What was done.
   *
   * @param compared objects that were read in the store that got them, and were right
   */
  public record Copied(long objects, long bytes, long compared) {}

  /** Whether nothing is in the way of the next step. */
  public boolean isWell() {
    return faulty == 0;
  }
}
