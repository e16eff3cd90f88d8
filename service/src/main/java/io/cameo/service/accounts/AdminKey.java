package io.cameo.service.accounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The key of the product's back end, or several while one takes the place of another, and the keys
 * that are derived from them.
 */
public final class AdminKey {

  private static final String FILE = "admin-key";

  private final List<byte[]> digests;
  private final List<SecretKey> signing;
  private final Optional<Made> made;

  /**
   * A key that was made just now.
   *
   * @param key the key itself, to be shown to the operator once
   * @param file where it is kept
   */
  public record Made(String key, Path file) {}

  private AdminKey(List<String> keys, Optional<Made> made) {
    this.digests = keys.stream().map(KeyText::sha256).toList();
    this.signing = keys.stream().map(AdminKey::derive).toList();
    this.made = made;
  }

  /**
   * The keys of the settings, or the one in the data folder, which is made when there is none.
   *
   * @throws UncheckedIOException when the file can neither be read nor written
   */
  public static AdminKey open(AccountSettings settings) {
    if (!settings.adminKeys().isEmpty()) {
      return new AdminKey(settings.adminKeys(), Optional.empty());
    }
    Path file = settings.data().resolve(FILE);
    try {
      Files.createDirectories(settings.data());
      if (Files.exists(file)) {
        return kept(file);
      }
      String key = make(settings.data(), file);
      return new AdminKey(List.of(key), Optional.of(new Made(key, file)));
    } catch (FileAlreadyExistsException otherWasFaster) {
      return keptBySomebodyElse(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "The admin key cannot be kept in "
              + file
              + ". Set CAMEO_ADMIN_KEY, or CAMEO_DATA to a"
              + " folder that can be written.",
          failed);
    }
  }

  private static AdminKey kept(Path file) throws IOException {
    String key = Files.readString(file).strip();
    if (key.length() < AccountSettings.LEAST_KEY_LENGTH) {
      throw new IllegalStateException(
          "The file "
              + file
              + " holds no admin key. Remove it to have a new one made, or set"
              + " CAMEO_ADMIN_KEY.");
    }
    return new AdminKey(List.of(key), Optional.empty());
  }

  private static AdminKey keptBySomebodyElse(Path file) {
    try {
      return kept(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Writes the key beside its place and links it there whole: a crash leaves no half a key. */
  private static String make(Path data, Path file) throws IOException {
    byte[] random = new byte[30];
    new SecureRandom().nextBytes(random);
    String key = "cameo_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    // Files of this kind are made with mode 600.
    Path beside = Files.createTempFile(data, FILE, ".new");
    try {
      Files.writeString(beside, key + "\n");
      Files.createLink(file, beside);
    } finally {
      Files.deleteIfExists(beside);
    }
    return key;
  }

  /** The key, if it was made just now, so that the start can show it once. */
  public Optional<Made> made() {
    return made;
  }

  /** Whether this is one of the keys; takes the same time for every text of its length. */
  boolean matches(String presented) {
    byte[] digest = KeyText.sha256(presented);
    boolean matches = false;
    for (byte[] key : digests) {
      matches |= MessageDigest.isEqual(key, digest);
    }
    return matches;
  }

  /**
   * The keys of upload tokens: the first signs, all of them verify. Tokens end with the admin key
   * that they were signed by.
   */
  List<SecretKey> signingKeys() {
    return signing;
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
