package io.cameo.service.upload;

import io.cameo.image.Outcome;
import io.cameo.service.http.Problem;
import java.time.Duration;
import java.util.Optional;

/** The refusals of uploads, as callers see them. */
final class UploadProblems {

  /** The code of an upload that an operator's switch keeps out. */
  static final String DISABLED = "uploads-disabled";

  /** When to ask again whether something is on again, where nobody knows. */
  static final Duration UNKNOWN_END = Duration.ofMinutes(1);

  private UploadProblems() {}

  static Problem of(Outcome.Refused refused) {
    String detail = refused.detail();
    return switch (refused.refusal()) {
      case UNSUPPORTED_TYPE -> unsupportedType(detail);
      case TOO_MANY_PIXELS -> Problem.of(413, "too-many-pixels", "Too many pixels", detail);
      case DAMAGED_PICTURE -> Problem.of(422, "damaged-picture", "The picture is damaged", detail);
      case BAD_CROP -> badCrop(detail);
      case TOO_EXPENSIVE ->
          Problem.of(422, "too-expensive", "The picture costs too much work", detail);
    };
  }

  static Problem unsupportedType(String detail) {
    return Problem.of(415, "unsupported-type", "Unsupported type", detail);
  }

  static Problem badCrop(String detail) {
    return Problem.of(422, "bad-crop", "The crop does not fit", detail);
  }

  static Problem tooLarge(long limit) {
    return Problem.of(
            413,
            "too-large",
            "The file is too large",
            "The picture may have at most "
                + limit
                + " bytes. Choose a smaller one or save it with a lower quality.")
        .with("limit", limit);
  }

  static Problem empty() {
    return Problem.of(
        400, "empty-body", "No picture", "The body is empty. Send the picture's bytes.");
  }

  static Problem badMultipart(String detail) {
    return Problem.of(400, "bad-multipart", "The form is not understood", detail);
  }

  static Problem interrupted() {
    return Problem.of(
        400,
        "upload-interrupted",
        "The upload was interrupted",
        "The connection ended before the whole picture had arrived. Try again.");
  }

  static Problem busy(Duration retryAfter) {
    return Problem.of(
            503,
            "busy",
            "Too many uploads at the moment",
            "The service is busy with other pictures. Try again after the time in Retry-After.")
        .retryAfter(retryAfter);
  }

  /**
   * The operator has switched uploads off.
   *
   * @param reason the operator's words
   * @param left until they are on again by themselves
   */
  static Problem disabled(String reason, Optional<Duration> left) {
    return Problem.of(
            503,
            DISABLED,
            "Uploads are switched off",
            "No new pictures are taken at the moment: "
                + reason
                + " Pictures that are there are still shown and can be deleted. Try again after the"
                + " time in Retry-After.")
        .with("message", reason)
        .retryAfter(left.orElse(UNKNOWN_END));
  }

  static Problem quotaExceeded(long quota) {
    return Problem.of(
            403,
            "quota-exceeded",
            "No room for more pictures",
            "Pictures of this subject take up all the room it may have, earlier ones in their grace"
                + " time included. Try again when those are gone, or ask the operator for more.")
        .with("limit", quota);
  }

  static Problem workerFailed() {
    return Problem.of(
            503,
            "worker-failed",
            "The picture could not be processed",
            "The process that worked on this picture ended. Nothing was changed. Try again, or try"
                + " another picture if it happens again.")
        .retryAfter(Duration.ofSeconds(2));
  }

  static Problem infected() {
    return Problem.of(
        422,
        "infected",
        "The file is infected",
        "The virus scanner found something in this file, and nothing of it was kept. Choose another"
            + " picture, and have the device that it came from scanned.");
  }

  static Problem scannerUnavailable() {
    return Problem.of(
            503,
            "scanner-unavailable",
            "The picture cannot be scanned",
            "The virus scanner gives no verdict at the moment, and no picture is taken without it."
                + " Nothing was changed. Try again after the time in Retry-After.")
        .retryAfter(Duration.ofSeconds(10));
  }

  static Problem storageFull() {
    return Problem.of(
        507,
        "storage-full",
        "No room for the picture",
        "The service has no room left for pictures. Its operator has to make room.");
  }

  static Problem storageAway() {
    return Problem.of(
            503,
            "storage-unavailable",
            "The picture could not be stored",
            "The object store did not answer. Nothing was changed. Try again in a few seconds.")
        .retryAfter(Duration.ofSeconds(5));
  }

  static Problem superseded() {
    return Problem.of(
        409,
        "superseded",
        "A newer change was faster",
        "This avatar was changed or deleted after this upload had begun; the newer change stays."
            + " Upload again if this picture is the one you want.");
  }

  static Problem idempotencyConflict() {
    return Problem.of(
        409,
        "idempotency-conflict",
        "The Idempotency-Key was used for another upload",
        "The same Idempotency-Key came with other bytes or another crop before. Use a new key for"
            + " every new upload.");
  }

  static Problem noAvatar() {
    return Problem.of(
        404, "no-avatar", "No avatar", "This subject has no picture. Upload one with PUT.");
  }

  static Problem nothingToRevert() {
    return Problem.of(
        409,
        "nothing-to-revert",
        "No earlier picture",
        "There is no earlier picture to go back to, or its grace time is over. Upload it again.");
  }
}
