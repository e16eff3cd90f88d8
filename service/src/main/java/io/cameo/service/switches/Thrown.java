package io.cameo.service.switches;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A switch that is not as it usually is.
 *
 * @param subject whom it is for; empty for all
 * @param reason the operator's words, which users are told
 * @param until when it goes back by itself
 * @param by who switched it
 */
public record Thrown(
    Switch which,
    Optional<String> subject,
    String reason,
    Optional<Instant> until,
    Instant since,
    String by) {

  /** How long it stays so; empty until it is switched again. */
  public Optional<Duration> left(Instant now) {
    return until.map(end -> Duration.between(now, end));
  }

  boolean holds(Instant now) {
    return until.filter(end -> !end.isAfter(now)).isEmpty();
  }
}
