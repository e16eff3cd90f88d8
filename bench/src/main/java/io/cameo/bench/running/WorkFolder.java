package io.cameo.bench.running;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder under which all stores, databases and logs of one run lie; gone after it.
 *
 * @param path where it is
 */
public record WorkFolder(Path path) implements AutoCloseable {

  /**
   * Makes one under the given folder. Other accounts may pass through it, because PostgreSQL does
   * not run as root.
   */
  public static WorkFolder under(Path parent) throws IOException {
    Path path = Files.createTempDirectory(parent, "cameo-bench-");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
    WorkFolder folder = new WorkFolder(path);
    Endings.add(folder);
    return folder;
  }

  /**
   * Removes the folder with everything in it. On Ctrl-C two threads may do so at once, so whatever
   * has gone already is no fault.
   */
  @Override
  public void close() throws IOException {
    if (Files.exists(path)) {
      Files.walkFileTree(path, new Removal());
    }
    Endings.remove(this);
  }

  private static final class Removal extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
