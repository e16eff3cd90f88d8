package io.cameo.storage.disk;

import io.cameo.storage.StorageFullException;
import java.io.IOException;
import java.nio.file.FileStore;

/** Room on the disk that writes leave alone. */
record Reserve(FileStore disk, DiskStoreOptions options) {

  /**
   * Refuses a write that would go into the reserve.
   *
   * @throws StorageFullException saying how much is free
   */
  void requireRoomFor(long bytes) throws IOException {
    if (options.reserveBytes() == 0) {
      return;
    }
    long free = disk.getUsableSpace();
    if (free - bytes < options.reserveBytes()) {
      throw new StorageFullException(
          "the disk has "
              + free
              + " bytes free; "
              + options.reserveBytes()
              + " are kept in reserve and "
              + bytes
              + " more are wanted");
    }
  }
}
