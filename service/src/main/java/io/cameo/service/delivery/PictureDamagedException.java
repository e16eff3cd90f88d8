package io.cameo.service.delivery;

/** The store has something else than what was written there. */
final class PictureDamagedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PictureDamagedException(String why) {
    super(why, null, false, false);
  }
}
