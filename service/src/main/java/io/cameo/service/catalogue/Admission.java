package io.cameo.service.catalogue;

import java.util.Optional;

/**
 * A change that was let in: its place in the order, and what the same Idempotency-Key came to
 * before.
 */
public record Admission(long order, Optional<Done> done) {

  /**
   * An upload that already took effect.
   *
   * @param requestSha256 lower-case hexadecimal digest of what was asked
   * @param version what it became
   * @param status the HTTP status that was answered
   */
  public record Done(String requestSha256, VersionId version, int status) {}
}
