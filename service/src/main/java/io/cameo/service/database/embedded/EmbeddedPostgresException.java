package io.cameo.service.database.embedded;

/** The embedded PostgreSQL cannot run; the message is for the operator and says what to do. */
public sealed class EmbeddedPostgresException extends RuntimeException
    permits DataFolderInUseException {

  EmbeddedPostgresException(String message) {
    super(message);
  }

  EmbeddedPostgresException(String message, Throwable cause) {
    super(message, cause);
  }
}
