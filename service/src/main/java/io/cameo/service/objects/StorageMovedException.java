package io.cameo.service.objects;

/** The settings name another store than the one the pictures are in; the message is whole. */
public final class StorageMovedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StorageMovedException(String message) {
    super(message);
  }
}
