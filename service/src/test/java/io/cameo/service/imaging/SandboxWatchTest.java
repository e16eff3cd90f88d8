package io.cameo.service.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.image.sandbox.Layer;
import io.cameo.image.worker.WorkerExit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What the service makes of its workers' words about their sandbox. */
class SandboxWatchTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final SandboxWatch watch = new SandboxWatch(metrics);
  private final WorkerJournal journal = new WorkerJournal(metrics, watch);

  private double gauge(Layer layer) {
    return metrics.get("cameo.sandbox.layer").tag("layer", layer.word()).gauge().value();
  }

  private void ready(Layer... layers) {
    List<String> words = Arrays.stream(layers).map(Layer::word).toList();
    journal.workerReady(1, "8.18.7", words, Duration.ofMillis(300));
  }

  @Test
  void showsEachLayerAsAGauge() {
    ready(Layer.LOADERS, Layer.LIMITS, Layer.SECCOMP);

    assertThat(gauge(Layer.SECCOMP)).isEqualTo(1);
    assertThat(gauge(Layer.LIMITS)).isEqualTo(1);
    assertThat(gauge(Layer.LANDLOCK)).isZero();
    assertThat(watch.inWords()).isEqualTo("loaders, limits, seccomp");
  }

  @Test
  void saysOffWhereTheKernelTakesNoPart() {
    assertThat(watch.inWords()).isEqualTo("off");

    ready(Layer.LOADERS);

    assertThat(watch.inWords()).isEqualTo("off");
    assertThat(gauge(Layer.SECCOMP)).isZero();
    assertThat(gauge(Layer.LOADERS)).isEqualTo(1);
  }

  @Test
  void startsOnceAWorkerIsLockedIn() {
    ready(Layer.SECCOMP);

    assertThatCode(() -> new SandboxGuard(watch, true, LONG).start()).doesNotThrowAnyException();
  }

  @Test
  void refusesToStartWithTheWorkersReasonWhereTheSandboxIsRequired() {
    journal.workerExited(1, WorkerExit.NO_SANDBOX, WorkerExit.NO_SANDBOX.code());
    journal.workerSaid(
        1,
        "The worker ends (no-sandbox): java.lang.IllegalStateException: The seccomp filter cannot"
            + " be installed (EPERM).");

    assertThatThrownBy(() -> new SandboxGuard(watch, true, LONG).start())
        .isInstanceOf(SandboxMissingException.class)
        .hasMessage("The seccomp filter cannot be installed (EPERM).");
  }

  @Test
  void saysToTheOperatorWhatIsMissingAndWhatToDo() {
    SandboxMissingException missing = new SandboxMissingException("EPERM");

    FailureAnalysis analysis = new SandboxFailureAnalyzer().analyze(missing);

    assertThat(analysis.getDescription()).contains("sandbox", "EPERM");
    assertThat(analysis.getAction())
        .contains("docs/operations/sandbox.md", "CAMEO_SANDBOX=preferred");
  }

  @Test
  void startsWithoutWhereItIsNotRequired() {
    journal.workerExited(1, WorkerExit.NO_SANDBOX, WorkerExit.NO_SANDBOX.code());

    assertThatCode(() -> new SandboxGuard(watch, false, LONG).start()).doesNotThrowAnyException();
  }

  @Test
  void leavesAWorkerThatDoesNotComeUpForAnotherReasonToReadiness() {
    journal.workerExited(1, WorkerExit.NOT_STARTED, WorkerExit.NOT_STARTED.code());

    assertThatCode(() -> new SandboxGuard(watch, true, LONG).start()).doesNotThrowAnyException();
  }
}
