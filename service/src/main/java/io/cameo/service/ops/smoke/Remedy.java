package io.cameo.service.ops.smoke;

import io.cameo.service.accounts.SmokeSettings;

/** What to do about an answer that should have been another one. */
final class Remedy {

  private Remedy() {}

  static String of(Answer answer) {
    return switch (answer.code()) {
      case "unauthorized" ->
          "The key is none of this system's: see ./cameo keys there, and give it by "
              + SmokeSettings.NAME
              + " or --key-file.";
      case "forbidden" ->
          "The key may not do this: it needs the scopes read and write, for subjects with "
              + Names.MARK
              + " in their names (--subjects says what they begin with).";
      case "uploads-disabled" ->
          "Uploads are switched off: ./cameo uploads on, if they should be on.";
      case "rate-limited" ->
          "A limit is used up: ./cameo limits shows it, docs/operations/limits.md explains it.";
      case "scanner-unavailable" ->
          "The virus scanner gives no verdict: docs/operations/scanner.md.";
      case "storage-unavailable", "storage-full" ->
          "The object store does not take pictures: docs/operations/s3.md, and the log of the service.";
      case "unavailable" -> "The database does not answer: docs/operations/database.md.";
      case "busy", "worker-failed" ->
          "There are too few workers, or they end: cameo_uploads on /metrics, and the log.";
      default ->
          answer.requestId().isEmpty()
              ? "See whether it is Cameo that answers, and the log of what stands before it."
              : "Look for request " + answer.requestId() + " in the log of the service.";
    };
  }
}
