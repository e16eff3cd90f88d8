package io.cameo.service.reconcile;

import java.time.Duration;

/** Another run is at work, or was killed so short a time ago that it may be. */
public final class GcBusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GcBusyException(Duration atMost) {
    super(
        "Another gc is at work. If it was killed, its place is free in at most "
            + (atMost.toSeconds() + 1)
            + " seconds; run gc again then.");
  }
}
