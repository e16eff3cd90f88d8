package io.cameo.service.database;

/** The database cannot be used; the message is for the operator and says what to do. */
public final class DatabaseUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseUnavailableException(String message) {
    super(message);
  }

  DatabaseUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
