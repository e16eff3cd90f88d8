package io.cameo.service.backup.archive;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** An archive cannot be used as it was asked for; the message is for the operator, whole. */
public class ArchiveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ArchiveException(String message) {
    super(message);
  }

  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Something else failed.
   *
   * @param what the beginning of the sentence, which the reason ends
   */
  public static ArchiveException failed(String what, Exception why) {
    String reason = reason(why);
    return new ArchiveException(what + ": " + reason + (reason.endsWith(".") ? "" : "."), why);
  }

  /** The reason in words for somebody who does not know Java's names for it. */
  private static String reason(Exception why) {
    return switch (why) {
      case NoSuchFileException none -> none.getFile() + " does not exist";
      case AccessDeniedException closed ->
          closed.getFile() + " is closed to the account that runs this command";
      case NotDirectoryException file -> file.getFile() + " is a file and no folder";
      case FileSystemException file when file.getReason() != null ->
          file.getFile() + ": " + file.getReason();
      default -> Optional.ofNullable(why.getMessage()).orElse(why.getClass().getSimpleName());
    };
  }
}
