package io.cameo.service.backup.archive;

/** An archive cannot be used as it was asked for; the message is for the operator, whole. */
public class ArchiveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ArchiveException(String message) {
    super(message);
  }

  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
