package io.cameo.image.sandbox;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Enumeration;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The classes that this program came with, loaded all at once: a worker that is locked in opens no
 * file, and a folder of classes is one file each.
 */
final class OwnClasses {
  private static final String ENDING = ".class";
  private static final String DESCRIPTION = "package-info.class";

  private OwnClasses() {}

  /**
   * Loads every class of this one's jar or folder, without running any of it.
   *
   * @return how many there are
   */
  static int load() throws IOException {
    CodeSource source = OwnClasses.class.getProtectionDomain().getCodeSource();
    Path place;
    try {
      place = Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    return Files.isDirectory(place) ? ofFolder(place) : ofJar(place);
  }

  private static int ofFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      int count = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        count += load(folder.relativize(file).toString().replace('\\', '/'));
      }
      return count;
    }
  }

  private static int ofJar(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      int count = 0;
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        count += load(all.nextElement().getName());
      }
      return count;
    }
  }

  private static int load(String file) throws IOException {
    if (!file.endsWith(ENDING) || file.endsWith(DESCRIPTION) || file.startsWith("META-INF/")) {
      return 0;
    }
    String name = file.substring(0, file.length() - ENDING.length()).replace('/', '.');
    try {
      Class.forName(name, false, OwnClasses.class.getClassLoader());
      return 1;
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }
}
