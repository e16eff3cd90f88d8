package io.cameo.service.objects;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows that the settings and a move of the pictures do not agree, without a stack trace. */
final class StorageMovedFailureAnalyzer extends AbstractFailureAnalyzer<StorageMovedException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, StorageMovedException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()),
        "Change the setting; docs/operations/move-storage.md has the whole way of a move.",
        cause);
  }
}
