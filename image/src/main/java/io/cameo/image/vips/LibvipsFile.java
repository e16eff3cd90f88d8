package io.cameo.image.vips;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/** Finds the prebuilt libvips that travels with this module, as a file that can be loaded. */
public final class LibvipsFile {

  private static final String FOLDER = "/META-INF/cameo-native/sharp-libvips-";

  /** The entry of npm's {@code package.json} that names the library's file. */
  private static final Pattern BINARY =
      Pattern.compile("\"\\./binary\"\\s*:\\s*\"\\./lib/(libvips-cpp[A-Za-z0-9.-]+)\"");

  private LibvipsFile() {}

  /**
   * The library for this machine.
   *
   * @param extractTo folder, made when missing, that receives the library when it lies inside a
   *     jar; later calls find it there again
   * @return a file that exists
   * @throws IOException with a sentence for the operator, when there is no library for this machine
   *     or it cannot be written
   */
  public static Path locate(Path extractTo) throws IOException {
    return locate(LibvipsFile.class::getResource, platform(), extractTo);
  }

  /** As {@link #locate(Path)}, for another machine and another place to look in. */
  static Path locate(Function<String, @Nullable URL> resources, String platform, Path extractTo)
      throws IOException {
    URL description = resources.apply(FOLDER + platform + "/package.json");
    if (description == null) {
      throw missing(platform);
    }
    String name = binaryName(description).orElseThrow(() -> missing(platform));
    URL library = resources.apply(FOLDER + platform + "/lib/" + name);
    if (library == null) {
      throw missing(platform);
    }
    if (library.getProtocol().equals("file")) {
      return Path.of(URI.create(library.toString()));
    }
    return extracted(library, name, extractTo);
  }

  /** The name that npm gives this machine's kind: system, C library and processor. */
  static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "x64";
          case "aarch64", "arm64" -> "arm64";
          case String other -> other;
        };
    if (system.startsWith("mac")) {
      return "darwin-" + processor;
    }
    return (system.equals("linux") && usesMusl() ? "linuxmusl" : system) + "-" + processor;
  }

  /** Whether the C library is musl, whose loader lies at a fixed place. */
  private static boolean usesMusl() {
    return Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"))
        || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"));
  }

  private static IOException missing(String platform) {
    return new IOException(
        "This build has no libvips for "
            + platform
            + ": run npm ci in image/native and build again, or set the path of a libvips"
            + " library.");
  }

  private static Optional<String> binaryName(URL description) throws IOException {
    try (InputStream in = description.openStream()) {
      Matcher matcher = BINARY.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
  }

  /**
   * The library out of its jar. The name carries the content's checksum, so another build never
   * meets this one's file, and a file that has its name is whole, because it got it by a rename.
   */
  private static Path extracted(URL library, String name, Path folder) throws IOException {
    Content content = content(library);
    Path file = folder.resolve("%08x-%s".formatted(content.crc(), name));
    if (Files.isRegularFile(file) && Files.size(file) == content.size()) {
      return file;
    }
    Files.createDirectories(folder);
    Path writing = Files.createTempFile(folder, "libvips-", ".part");
    try (InputStream in = library.openStream()) {
      Files.copy(in, writing, StandardCopyOption.REPLACE_EXISTING);
      Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(writing);
    }
    return file;
  }

  private record Content(long size, long crc) {}

  /** Size and checksum, from the jar's directory when it tells, else by reading. */
  private static Content content(URL library) throws IOException {
    if (library.openConnection() instanceof JarURLConnection connection) {
      JarEntry entry = connection.getJarEntry();
      if (entry != null && entry.getCrc() != -1 && entry.getSize() != -1) {
        return new Content(entry.getSize(), entry.getCrc());
      }
    }
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(library.openStream(), crc)) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      return new Content(size, crc.getValue());
    }
  }
}
