package io.cameo.service.catalogue;

import java.time.Duration;
import java.util.Optional;

/**
 * A change that was let in, unless it says that uploads are closed.
 *
 * @param order its place among the subject's changes
 * @param done what the same Idempotency-Key came to before
 * @param current what the subject's picture was made of in that moment
 * @param closed that no upload of this subject is taken in that moment
 */
public record Admission(
    long order, Optional<Done> done, Optional<Current> current, Optional<Closed> closed) {

  /**
   * The operator has switched uploads off.
   *
   * @param name of the switch
   * @param reason the operator's words
   * @param left until they are on again by themselves; empty until somebody switches them
   */
  public record Closed(String name, String reason, Optional<Duration> left) {}

  /**
   * @param sourceSha256 lower-case hexadecimal digest of the upload
   * @param crop the square as the caller gave it, or empty
   */
  public record Current(String sourceSha256, String crop) {}

  /**
   * An upload that already took effect.
   *
   * @param requestSha256 lower-case hexadecimal digest of what was asked
   * @param version what it became
   * @param status the HTTP status that was answered
   */
  public record Done(String requestSha256, VersionId version, int status) {}
}
