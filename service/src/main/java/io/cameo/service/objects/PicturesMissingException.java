package io.cameo.service.objects;

/**
 * The folder of the disk store is not the one that the database speaks of; the message is whole.
 */
public final class PicturesMissingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PicturesMissingException(String message) {
    super(message);
  }
}
