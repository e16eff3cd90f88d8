package io.cameo.storage.disk;

import io.cameo.storage.StorageException;
import io.cameo.storage.StorageFullException;
import io.cameo.storage.StorageUnavailableException;
import java.io.IOException;
import java.util.Optional;

/** What the system's errors mean to a caller of the store. */
final class DiskErrors {
  private DiskErrors() {}

  /** The store's exception for a failed system call. */
  static StorageException translate(String doing, IOException e) {
    // The JDK hands the C library's text through and no error number.
    String text = Optional.ofNullable(e.getMessage()).orElse("");
    if (text.contains("No space left on device") || text.contains("Disk quota exceeded")) {
      return new StorageFullException("no room while " + doing, e);
    }
    return new StorageUnavailableException("failed while " + doing + ": " + e, e);
  }

  /** Whether a path could not be followed because a file stands where a folder should. */
  static boolean isNotADirectory(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse("").contains("Not a directory");
  }
}
