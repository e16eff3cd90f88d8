package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Several JVMs test at the same time: what all of them use is made by one, and the others wait. */
final class Once {

  private Once() {}

  /**
   * Makes something unless it was made for the same; not for more than one thread of a JVM.
   *
   * @param folder where files beside it say what it was made for
   * @param wanted another word makes it anew
   */
  static void make(Path folder, String name, String wanted, Runnable making) {
    try {
      Files.createDirectories(folder);
      try (FileChannel file =
              FileChannel.open(
                  folder.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = file.lock()) {
        Path of = folder.resolve(name + ".of");
        if (Files.exists(of) && Files.readString(of).equals(wanted)) {
          return;
        }
        Files.deleteIfExists(of);
        making.run();
        Files.writeString(of, wanted);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
