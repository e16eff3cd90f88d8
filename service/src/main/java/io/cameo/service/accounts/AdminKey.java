package io.cameo.service.accounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** The key of the product's back end, and the keys that are derived from it. */
public final class AdminKey {

  private static final String FILE = "admin-key";

  private final byte[] digest;
  private final SecretKey signing;
  private final Optional<Path> made;

  private AdminKey(String key, Optional<Path> made) {
    this.digest = sha256(key);
    this.signing = derive(key);
    this.made = made;
  }

  /**
   * The key of the settings, or the one in the data folder, which is made when there is none.
   *
   * @throws UncheckedIOException when the file can neither be read nor written
   */
  public static AdminKey open(AccountSettings settings) {
    if (settings.adminKey().isPresent()) {
      return new AdminKey(settings.adminKey().get(), Optional.empty());
    }
    Path file = settings.data().resolve(FILE);
    try {
      Files.createDirectories(settings.data());
      if (!Files.exists(file)) {
        return new AdminKey(make(file), Optional.of(file));
      }
      return new AdminKey(Files.readString(file).strip(), Optional.empty());
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "The admin key cannot be kept in " + file + ". Set CAMEO_ADMIN_KEY, or CAMEO_DATA to a"
              + " folder that can be written.",
          failed);
    }
  }

  private static String make(Path file) throws IOException {
    byte[] random = new byte[30];
    new SecureRandom().nextBytes(random);
    String key = "cameo_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    FileAttribute<?>[] ownerOnly =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, ownerOnly);
    } catch (FileAlreadyExistsException otherWasFaster) {
      return Files.readString(file).strip();
    }
    Files.writeString(file, key + "\n", StandardOpenOption.WRITE);
    return key;
  }

  /** The file of a key that was made just now, so that the start can show it once. */
  public Optional<Path> made() {
    return made;
  }

  /** Whether this is the key; takes the same time for every wrong one. */
  boolean matches(String presented) {
    return MessageDigest.isEqual(digest, sha256(presented));
  }

  /** The key that upload tokens are signed with. A new admin key ends all of them. */
  SecretKey signingKey() {
    return signing;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static SecretKey derive(String key) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "HmacSHA256",
              HKDFParameterSpec.ofExtract()
                  .addIKM(key.getBytes(StandardCharsets.UTF_8))
                  .thenExpand("cameo upload token".getBytes(StandardCharsets.UTF_8), 32));
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException impossible) {
      throw new IllegalStateException("JDK 25 has HKDF", impossible);
    }
  }
}
