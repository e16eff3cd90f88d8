package io.cameo.service.backup;

import java.util.List;
import java.util.Optional;

/**
 * What a restore would do.
 *
 * @param verification of every file that it would read
 * @param existing what it would replace; empty for a database without a schema
 * @param erasures how many erasures the backup does not know and that would be applied again
 * @param obstacles why it is refused; none if it is not
 */
public record RestorePlan(
    Snapshot snapshot,
    VerificationReport verification,
    Optional<Existing> existing,
    int erasures,
    List<String> obstacles) {

  /** The rows that are in the database now. */
  public record Existing(long subjects, long versions, long audit) {}

  public RestorePlan {
    obstacles = List.copyOf(obstacles);
  }
}
