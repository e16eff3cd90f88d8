package io.cameo.service.delivery;

/** A picture that should be there could not be read whole and in time. */
final class PictureUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PictureUnavailableException(String why) {
    super(why, null, false, false);
  }
}
