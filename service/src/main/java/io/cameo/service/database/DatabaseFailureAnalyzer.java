package io.cameo.service.database;

import io.cameo.service.database.embedded.EmbeddedPostgresException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Shows why a start has no database, without a stack trace. */
final class DatabaseFailureAnalyzer implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabaseUnavailableException
          || cause instanceof EmbeddedPostgresException) {
        return explained(String.valueOf(cause.getMessage()), cause);
      }
    }
    return MissingRight.in(failure).map(sentence -> explained(sentence, failure)).orElse(null);
  }

  private static FailureAnalysis explained(String sentence, Throwable cause) {
    return new FailureAnalysis(
        sentence,
        "Mend that and start again; docs/operations/database.md and docs/operations/migrations.md"
            + " say what the database has to be.",
        cause);
  }
}
