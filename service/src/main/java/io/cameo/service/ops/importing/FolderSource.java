package io.cameo.service.ops.importing;

import io.cameo.service.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A folder of files that are named by their subjects; and the files of a list that lie below it.
 */
record FolderSource(Path folder) implements Source {

  @Override
  public String identity() {
    return "folder " + folder;
  }

  @Override
  public void each(Consumer<Item> take) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        boolean isFolder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        if (!name.startsWith(".") && !isFolder) {
          take.accept(new Item(name, Source.subject(name), name, () -> open(file)));
        }
      }
    }
  }

  /** A file that a list names, relative to the folder. */
  InputStream open(String name) throws IOException {
    try {
      Path file = folder.resolve(name).normalize();
      Path root = folder.toRealPath();
      if (!Files.exists(file)) {
        throw unreadable("There is no such file.");
      }
      // What a list says may come from elsewhere: no file outside leaves this machine by it.
      if (!file.toRealPath().startsWith(root)) {
        throw unreadable("The file does not lie below " + folder + ".");
      }
      return open(file);
    } catch (InvalidPathException bad) {
      throw unreadable("This is no file's name.");
    }
  }

  private static InputStream open(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw unreadable("This is not a file, or only a link to one.");
    }
    return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static RuntimeException unreadable(String sentence) {
    return Problem.of(422, "unreadable", "The file cannot be read", sentence).toException();
  }
}
