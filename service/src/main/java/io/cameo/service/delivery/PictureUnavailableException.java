package io.cameo.service.delivery;

/** A picture that should be there could not be read in time. */
final class PictureUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PictureUnavailableException() {
    super("the picture could not be read in time", null, false, false);
  }
}
