package io.cameo.service.catalogue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes that let the catalogue recognise a thing again without keeping the thing. */
public final class IdempotencyScope {

  private IdempotencyScope() {}

  /** Under which an Idempotency-Key of this subject is remembered, 32 bytes. */
  public static byte[] of(String subject, String key) {
    return sha256(subject + '\0' + key);
  }

  /** By which an erased subject is known, 32 bytes. */
  public static byte[] ofErased(String subject) {
    return sha256("erased\0" + subject);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
