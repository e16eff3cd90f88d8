package io.cameo.service.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key as programs read it.
 *
 * @param subjects how the subjects begin that it may act for; empty for all
 * @param lastUsed to the hour
 * @param key the key itself; only in the answer that makes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyLine(
    String id,
    String name,
    List<String> scopes,
    String subjects,
    @JsonUnwrapped Times times,
    @Nullable String key) {

  /** All times of a key. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Times(
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsed,
      @Nullable Instant revokedAt) {

    private static Times of(ApiKey.Times times) {
      return new Times(
          times.createdAt(), or(times.expiresAt()), or(times.lastUsed()), or(times.revokedAt()));
    }

    private static @Nullable Instant or(Optional<Instant> time) {
      return time.orElse(null);
    }
  }

  public static KeyLine of(ApiKey key) {
    return new KeyLine(
        key.id(),
        key.name(),
        key.scopes().stream().sorted().map(KeyScope::word).toList(),
        key.subjects(),
        Times.of(key.times()),
        null);
  }

  /** The same with the key itself. */
  public KeyLine with(String text) {
    return new KeyLine(id, name, scopes, subjects, times, text);
  }

  @Override
  public String toString() {
    return "KeyLine[" + id + "]";
  }
}
