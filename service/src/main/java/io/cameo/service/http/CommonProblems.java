package io.cameo.service.http;

import java.time.Duration;
import java.util.List;

/** The problems that belong to no single feature. */
public final class CommonProblems {

  private CommonProblems() {}

  public static Problem notFound() {
    return Problem.of(
        404,
        "not-found",
        "Nothing here",
        "There is nothing at this address. Use one that the reference of the API lists.");
  }

  public static Problem methodNotAllowed(List<String> allowed) {
    return Problem.of(
            405,
            "method-not-allowed",
            "Method not allowed",
            "Use another method: this address answers " + String.join(", ", allowed) + " only.")
        .with("allow", String.join(", ", allowed));
  }

  public static Problem badRequest(String detail) {
    return Problem.of(400, "bad-request", "The request is not understood", detail);
  }

  /** A body that took too long, or came too slowly. */
  public static Problem bodyTimeout() {
    return Problem.of(
        408,
        "upload-timeout",
        "The upload took too long",
        "The body did not arrive in time. Try again on a faster connection or with a smaller"
            + " file.");
  }

  /** A document that is longer than any that is taken. */
  static Problem bodyTooLong(long limit) {
    return Problem.of(
            413,
            "too-large",
            "The file is too large",
            "This address takes only short documents. Send one of at most " + limit + " bytes.")
        .with("limit", limit);
  }

  public static Problem internal() {
    return Problem.of(
        500,
        "internal",
        "Something went wrong on our side",
        "The fault is ours and has been logged under this request's id. Try again in a moment.");
  }

  public static Problem unavailable(String detail) {
    return Problem.of(503, "unavailable", "Not available right now", detail)
        .retryAfter(Duration.ofSeconds(5));
  }
}
