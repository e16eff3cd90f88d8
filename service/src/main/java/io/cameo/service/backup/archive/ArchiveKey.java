package io.cameo.service.backup.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The key of an encrypted archive: 256 random bits that the operator keeps, from which HKDF-SHA256
 * makes one key an archive and from that one key a file.
 */
final class ArchiveKey {

  private static final int BYTES = 32;
  private static final int LONGEST_FILE = 1_024;
  private static final int CHECK = 16;

  private final SecretKey key;

  private ArchiveKey(SecretKey key) {
    this.key = key;
  }

  /**
   * The operator's 32 bytes, written in Base64 or hexadecimal. A phrase is refused: whoever has the
   * archive could try phrases at leisure.
   */
  static byte[] read(Path file) {
    String text;
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw refused(file, "is too long to be a key");
      }
      text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException unreadable) {
      throw ArchiveException.failed("The key file " + file + " cannot be read", unreadable);
    }
    try {
      byte[] bytes =
          text.length() == 2 * BYTES
              ? HexFormat.of().parseHex(text)
              : Base64.getDecoder().decode(text);
      if (bytes.length == BYTES && !allTheSame(bytes)) {
        return bytes;
      }
    } catch (IllegalArgumentException neither) {
      // Said below.
    }
    throw refused(file, "does not hold 32 random bytes in Base64 or hexadecimal");
  }

  private static ArchiveException refused(Path file, String why) {
    return new ArchiveException(
        "The key file "
            + file
            + " "
            + why
            + ". Make one with: openssl rand -base64 32 > backup.key; and keep a copy elsewhere.");
  }

  private static boolean allTheSame(byte[] bytes) {
    for (byte each : bytes) {
      if (each != bytes[0]) {
        return false;
      }
    }
    return true;
  }

  /** The key of the archive with this salt. */
  static ArchiveKey of(byte[] secret, byte[] salt) {
    return new ArchiveKey(
        derive(
            HKDFParameterSpec.ofExtract()
                .addIKM(secret)
                .addSalt(salt)
                .thenExpand(bytes("cameo archive 1"), BYTES)));
  }

  /** The key of one file. */
  SecretKey ofFile(byte[] salt, String name) {
    return derive(
        HKDFParameterSpec.ofExtract()
            .addIKM(key)
            .addSalt(salt)
            .thenExpand(bytes("cameo file 1 " + name), BYTES));
  }

  /** Tells this key from another one without telling anything of it. */
  String check() {
    SecretKey check =
        derive(HKDFParameterSpec.ofExtract().addIKM(key).thenExpand(bytes("cameo check 1"), CHECK));
    return HexFormat.of().formatHex(check.getEncoded());
  }

  private static SecretKey derive(HKDFParameterSpec.ExtractThenExpand how) {
    try {
      return KDF.getInstance("HKDF-SHA256").deriveKey("AES", how);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK 25 has HKDF-SHA256", impossible);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
