package io.cameo.service.backup;

/** Tells whoever waits how far the work is. Safe from many threads. */
public interface Progress {

  /** Tells nobody. */
  Progress NONE = (what, total) -> count -> {};

  /**
   * Begins a stretch of work.
   *
   * @param what in a few words
   * @param total how many steps it has; 0 when nobody knows
   */
  Stretch begin(String what, long total);

  /** A stretch of work that is under way. */
  interface Stretch extends AutoCloseable {

    /** So many steps more are done. */
    void advance(long count);

    @Override
    default void close() {}
  }
}
