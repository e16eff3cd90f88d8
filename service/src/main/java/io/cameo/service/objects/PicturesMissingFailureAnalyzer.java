package io.cameo.service.objects;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows that the disk with the pictures is not there, without a stack trace. */
final class PicturesMissingFailureAnalyzer
    extends AbstractFailureAnalyzer<PicturesMissingException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, PicturesMissingException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()),
        "Nothing was written there; docs/operations/restore.md has what to do when the pictures are"
            + " not there.",
        cause);
  }
}
