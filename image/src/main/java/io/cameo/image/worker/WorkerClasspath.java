package io.cameo.image.worker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where the image classes are, in a form that a plain JVM can read.
 *
 * <p>A folder of classes or a plain jar is used where it is. A jar inside a Spring Boot jar is
 * copied out once, under a name with the hash of its bytes.
 */
public final class WorkerClasspath {
  /** What Spring Boot's loader calls a jar in a jar: {@code jar:nested:/app.jar/!inner.jar!/}. */
  private static final String NESTED = "jar:nested:";

  private static final int NAME_DIGITS = 32;

  private WorkerClasspath() {}

  /**
   * Finds the image classes.
   *
   * @param extractTo folder for a jar that has to be copied out; made when it is needed
   * @throws IOException when the classes are in no form that a worker could use
   */
  public static List<Path> locate(Path extractTo) throws IOException {
    CodeSource source = WorkerClasspath.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      throw new IOException("The image classes have no place that a worker could load them from.");
    }
    return List.of(locate(location.toString(), extractTo));
  }

  static Path locate(String location, Path extractTo) throws IOException {
    if (location.startsWith(NESTED)) {
      return copyOut(location, extractTo);
    }
    Path path = plain(location);
    if (Files.exists(path)) {
      return path;
    }
    throw new FileNotFoundException(location);
  }

  private static Path plain(String location) throws IOException {
    try {
      URI uri = new URI(location);
      if ("file".equals(uri.getScheme())) {
        return Path.of(uri);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("A worker cannot load classes from " + location, e);
    }
    throw new IOException("A worker cannot load classes from " + location);
  }

  private static Path copyOut(String location, Path extractTo) throws IOException {
    String rest = location.substring(NESTED.length());
    int inner = rest.indexOf("/!");
    int end = rest.lastIndexOf("!/");
    if (inner < 0 || end <= inner + 1 || !rest.startsWith(".jar", end - 4)) {
      throw new IOException("Not a jar within a jar: " + location);
    }
    String outer =
        URLDecoder.decode(rest.substring(0, inner).replace("+", "%2B"), StandardCharsets.UTF_8);
    String name = rest.substring(inner + 2, end);
    try (ZipFile zip = new ZipFile(outer)) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw new FileNotFoundException(name + " in " + outer);
      }
      Files.createDirectories(extractTo);
      return copyOut(zip, entry, extractTo);
    }
  }

  private static Path copyOut(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
    Path temporary = Files.createTempFile(folder, "cameo-image-", ".part");
    try {
      String hash = copy(zip, entry, temporary);
      Path jar = folder.resolve("cameo-image-" + hash.substring(0, NAME_DIGITS) + ".jar");
      // Always the fresh copy: whatever lies there under that name was not checked.
      return Files.move(
          temporary, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String copy(ZipFile zip, ZipEntry entry, Path to) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = zip.getInputStream(entry);
        DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
