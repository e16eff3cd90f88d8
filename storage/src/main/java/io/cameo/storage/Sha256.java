package io.cameo.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, also in the form in which records name it: 64 lower-case hexadecimal digits. */
public final class Sha256 {

  private Sha256() {}

  /** Of these bytes, in hexadecimal digits. */
  public static String of(byte[] bytes) {
    return written(begin().digest(bytes));
  }

  /** Of these bytes, 32 of them. */
  public static byte[] bytes(byte[] bytes) {
    return begin().digest(bytes);
  }

  /** For bytes that come one after the other. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** A digest in hexadecimal digits. */
  public static String written(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
