package io.cameo.service.database;

import io.cameo.service.database.embedded.EmbeddedPostgresException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Shows why the database cannot be used, without a stack trace. */
final class DatabaseFailureAnalyzer implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof DatabaseUnavailableException
          || each instanceof EmbeddedPostgresException) {
        return new FailureAnalysis(
            "Cameo does not start with this database:\n" + each.getMessage(),
            "Change what stands above; docs/options.md explains every setting.",
            each);
      }
    }
    return null;
  }
}
