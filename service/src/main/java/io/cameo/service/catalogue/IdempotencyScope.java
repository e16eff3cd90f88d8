package io.cameo.service.catalogue;

import io.cameo.storage.Sha256;
import java.nio.charset.StandardCharsets;

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
    return Sha256.bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
