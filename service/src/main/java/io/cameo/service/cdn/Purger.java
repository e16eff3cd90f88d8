package io.cameo.service.cdn;

import java.time.Duration;
import java.util.List;

/** Tells a CDN what to let go of. Telling it twice is harmless. */
public interface Purger extends AutoCloseable {

  /**
   * Tells it; what was told may take {@link Pace#settling} to have its effect.
   *
   * @throws NotPurgedException when any of it may not have been heard
   */
  void purge(List<Stale> stale);

  /** How often it may be told. */
  Pace pace();

  @Override
  default void close() {}

  /**
   * The pace of a CDN.
   *
   * @param gather how long changes are gathered, so that one call tells of several
   * @param settling how long a purge needs until it is worth another one
   */
  record Pace(Duration gather, Duration settling) {

    /** A cache that does it while it is being told. */
    static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ZERO);
  }
}
