package io.cameo.service.imaging;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why the workers could not be locked in, without a stack trace. */
final class SandboxFailureAnalyzer extends AbstractFailureAnalyzer<SandboxMissingException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, SandboxMissingException cause) {
    return new FailureAnalysis(
        "Cameo does not decode strangers' pictures without a sandbox, and this system gives none:\n"
            + cause.getMessage(),
        "Allow it as docs/operations/sandbox.md says. To run without, set CAMEO_SANDBOX=preferred"
            + " (takes what there is) or off; health and the metric cameo_sandbox_layer then say"
            + " so, and production refuses it.",
        cause);
  }
}
