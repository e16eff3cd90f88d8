package io.cameo.service.backup;

import io.cameo.service.backup.archive.ArchiveException;
import java.util.function.Supplier;

/** A backup or restore cannot go on; the message is for the operator, whole. */
public final class BackupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private BackupException(ArchiveException told) {
    super(told.getMessage(), told);
  }

  /** What the archive has to say, said at the top of this feature. */
  static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (ArchiveException told) {
      throw new BackupException(told);
    }
  }
}
