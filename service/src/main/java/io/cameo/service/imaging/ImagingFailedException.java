package io.cameo.service.imaging;

/** The worker ended while it had the picture; only this picture is concerned. */
public final class ImagingFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ImagingFailedException(String reason) {
    super(reason, null, false, false);
  }
}
