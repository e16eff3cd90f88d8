package io.cameo.service.objects;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why the bucket cannot be used, without a stack trace. */
final class BucketFailureAnalyzer extends AbstractFailureAnalyzer<BucketUnusableException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, BucketUnusableException cause) {
    return new FailureAnalysis(
        "Cameo does not start with this bucket:\n" + cause.getMessage(),
        "Change what stands above; docs/operations/s3.md has the whole policy and what"
            + " S3-compatible servers need.",
        cause);
  }
}
