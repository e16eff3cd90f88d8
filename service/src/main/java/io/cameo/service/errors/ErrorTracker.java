package io.cameo.service.errors;

import java.io.IOException;
import java.time.Duration;

/** A service that collects faults. It is called on one thread of its own and may be slow. */
interface ErrorTracker {

  /** As metrics name it. */
  String name();

  /**
   * Hands a fault over.
   *
   * @throws IOException when it was not taken
   */
  void send(Fault fault) throws IOException;

  /** Sends what it still has, within that time at most. */
  void close(Duration atMost);
}
