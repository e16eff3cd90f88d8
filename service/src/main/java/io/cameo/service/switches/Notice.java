package io.cameo.service.switches;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What users are told.
 *
 * @param begun whether its beginning was noticed; what was only announced has not begun
 * @param by who opened it
 */
public record Notice(UUID id, Terms terms, boolean begun, Instant since, String by) {

  /**
   * Its words and times.
   *
   * @param until when it ends by itself; empty until the operator ends it
   * @param readOnly whether no uploads are taken meanwhile
   */
  public record Terms(
      NoticeKind kind, String message, Instant from, Optional<Instant> until, boolean readOnly) {}

  boolean holds(Instant now) {
    return terms.until().filter(end -> !end.isAfter(now)).isEmpty();
  }

  /** Whether uploads are off because of it, when they are off for this reason. */
  public boolean isWhy(Thrown uploadsOff) {
    return begun && terms.readOnly() && terms.message().equals(uploadsOff.reason());
  }
}
