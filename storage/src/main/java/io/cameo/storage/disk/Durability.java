package io.cameo.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The two calls that make things survive a loss of power; a seam so that tests can see them. */
interface Durability {

  /** Returns when the file's bytes, length and attributes are on the medium. */
  void forceFile(FileChannel file, Path path) throws IOException;

  /** Returns when the folder's entries are on the medium. */
  void forceFolder(Path folder) throws IOException;

  /** By fsync. */
  Durability FSYNC =
      new Durability() {
        @Override
        public void forceFile(FileChannel file, Path path) throws IOException {
          file.force(true);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
          try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }
      };
}
