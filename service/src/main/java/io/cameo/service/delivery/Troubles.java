package io.cameo.service.delivery;

import io.cameo.storage.ObjectNotFoundException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps pictures from being delivered, in the log. Every answer may have the same trouble, so
 * each kind is said once in a while only; the metrics count.
 */
final class Troubles {

  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
  private static final long SILENCE_NANOS = 10_000_000_000L;

  private enum Kind {
    DATABASE,
    STORE,
    MISSING,
    OTHER
  }

  private final LongSupplier nanos;
  private final Map<Kind, AtomicLong> silentUntil = new EnumMap<>(Kind.class);

  /**
   * @param nanos a clock that only runs forward, as {@link System#nanoTime}
   */
  Troubles(LongSupplier nanos) {
    this.nanos = nanos;
    for (Kind kind : Kind.values()) {
      silentUntil.put(kind, new AtomicLong(nanos.getAsLong()));
    }
  }

  void databaseAway(RuntimeException away) {
    if (mayBeSaid(Kind.DATABASE)) {
      LOG.warn(
          "The database does not answer, so pictures are shown as they were known last: {}",
          String.valueOf(away.getMessage()));
    }
  }

  /** Says that a picture could not be read, and what that means. */
  FallbackReason unreadable(String key, RuntimeException failed) {
    if (failed instanceof ObjectNotFoundException || failed instanceof PictureDamagedException) {
      if (mayBeSaid(Kind.MISSING)) {
        LOG.error(
            "{} should be in the store and is not, or is damaged. ./cameo gc finds all of these"
                + " and puts back what can be: {}",
            key,
            String.valueOf(failed.getMessage()));
      }
      return FallbackReason.PICTURE_MISSING;
    }
    if (mayBeSaid(Kind.STORE)) {
      LOG.warn("The store does not answer, so what is in memory is shown instead", failed);
    }
    return FallbackReason.STORE_UNAVAILABLE;
  }

  /** What no substitute was found for. */
  void failed(RuntimeException failed) {
    if (mayBeSaid(Kind.OTHER)) {
      LOG.warn("A picture could not be delivered", failed);
    }
  }

  private boolean mayBeSaid(Kind kind) {
    AtomicLong until = silentUntil.get(kind);
    if (until == null) {
      return true;
    }
    long now = nanos.getAsLong();
    long silent = until.get();
    return now - silent >= 0 && until.compareAndSet(silent, now + SILENCE_NANOS);
  }
}
