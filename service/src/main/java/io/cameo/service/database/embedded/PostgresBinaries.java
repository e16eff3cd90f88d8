package io.cameo.service.database.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked from the class path once.
 *
 * <p>Unpacking is not fsynced, which would cost as much again. Instead a list of all files with
 * their sizes is written last, and every start compares: whatever a loss of power, or somebody
 * tidying up, has taken is unpacked anew.
 *
 * @param folder with {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path folder) {
  /** Version of the archives on the class path; a test compares. */
  static final String VERSION = "18.6";

  /** What a cluster's {@code PG_VERSION} must say. */
  static final String MAJOR = VERSION.substring(0, VERSION.indexOf('.'));

  private static final String LIST = "cameo-files";
  private static final Map<String, String> PLATFORMS =
      Map.of(
          "linux amd64", "linux-x86_64",
          "linux x86_64", "linux-x86_64",
          "linux aarch64", "linux-arm_64",
          "mac aarch64", "darwin-arm_64");

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /**
   * The programs for this machine.
   *
   * @param runtime where they are, or are unpacked to; its real path
   */
  static PostgresBinaries in(Path runtime) throws IOException {
    String platform = platform();
    Path folder = runtime.resolve("postgres-" + VERSION + "-" + platform);
    if (!isWhole(folder)) {
      PrivateFiles.sweep(runtime, "unpacking-");
      Path fresh = Files.createDirectory(runtime.resolve("unpacking-" + UUID.randomUUID()));
      unpack("/postgres-" + platform + ".txz", fresh);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        PrivateFiles.deleteTree(folder);
      }
      PrivateFiles.moveInto(fresh, folder);
    }
    return new PostgresBinaries(folder);
  }

  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    String asked = (system.startsWith("mac") ? "mac" : system) + " " + machine;
    String platform = PLATFORMS.get(asked);
    if (platform == null) {
      throw new EmbeddedPostgresException(
          "There is no embedded PostgreSQL for this machine ("
              + asked
              + "). Point CAMEO_DATABASE_URL to a PostgreSQL 15 or later.");
    }
    return platform;
  }

  private static boolean isWhole(Path folder) throws IOException {
    Path list = folder.resolve(LIST);
    if (!Files.isRegularFile(list)) {
      return false;
    }
    for (String line : Files.readAllLines(list, UTF_8)) {
      int space = line.indexOf(' ');
      Path file = folder.resolve(line.substring(space + 1));
      if (!Files.isRegularFile(file) || Files.size(file) != Long.parseLong(line, 0, space, 10)) {
        return false;
      }
    }
    return true;
  }

  private static void unpack(String archive, Path into) throws IOException {
    try (InputStream packed = open(archive);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      List<String> list = new ArrayList<>();
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (isOfUse(entry.getName())) {
          extract(tar, entry, into).ifPresent(list::add);
        }
      }
      PrivateFiles.create(into.resolve(LIST), String.join("\n", list) + "\n");
    }
  }

  private static InputStream open(String archive) {
    InputStream stream = PostgresBinaries.class.getResourceAsStream(archive);
    if (stream == null) {
      throw new EmbeddedPostgresException(
          "This build of Cameo brings no PostgreSQL for this machine ("
              + archive
              + " is missing). Point CAMEO_DATABASE_URL to a PostgreSQL 15 or later.");
    }
    return stream;
  }

  /** What is only there to build other programs stays packed. */
  private static boolean isOfUse(String name) {
    return !name.endsWith(".a") && !name.contains("/pgxs/") && !name.contains("/pkgconfig/");
  }

  /** Unpacks one entry; its line in the list of files, if it is a file. */
  private static Optional<String> extract(
      TarArchiveInputStream tar, TarArchiveEntry entry, Path into) throws IOException {
    Path path = into.resolve(entry.getName()).normalize();
    if (!path.startsWith(into)) {
      throw new IOException("the archive points out of its folder: " + entry.getName());
    }
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return Optional.empty();
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return Optional.empty();
    }
    long size = Files.copy(tar, path);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    return Optional.of(size + " " + into.relativize(path));
  }
}
