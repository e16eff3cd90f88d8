package io.cameo.service.backup.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in the written form of the archive: 64 lower-case hexadecimal digits. */
public final class Digests {

  private Digests() {}

  /** Of these bytes. */
  public static String sha256(byte[] bytes) {
    return written(sha256().digest(bytes));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  static String written(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
