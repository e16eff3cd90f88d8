package io.cameo.service.imaging;

import java.time.Duration;

/** No worker is free, and no more pictures may wait for one. */
public final class ImagingBusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  ImagingBusyException(Duration retryAfter) {
    super("no worker is free", null, false, false);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
