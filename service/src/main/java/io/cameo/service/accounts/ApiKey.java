package io.cameo.service.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key as it is known without its secret.
 *
 * @param id what stands in the key itself before its secret; no secret
 * @param name what the operator calls it
 * @param subjects how the subjects begin that it may act for; empty for all
 */
public record ApiKey(String id, String name, Set<KeyScope> scopes, String subjects, Times times) {

  /** How audit lines and limits name callers with an API key, before the key's id. */
  static final String ACTOR = "key:";

  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  /**
   * @param life that it was given when it was made; a rotation lets it end before
   * @param lastUsed to the hour
   */
  public record Times(
      Instant createdAt,
      Optional<Duration> life,
      Optional<Instant> expiresAt,
      Optional<Instant> lastUsed,
      Optional<Instant> revokedAt) {}

  /** Whether it opens anything at this time. */
  public boolean isGood(Instant now) {
    return times.revokedAt().isEmpty()
        && times.expiresAt().filter(end -> !end.isAfter(now)).isEmpty();
  }

  /** What it is for includes this. */
  boolean holds(KeyScope scope) {
    return scopes.contains(scope) || scopes.contains(KeyScope.ADMIN);
  }
}
