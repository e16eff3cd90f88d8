package io.cameo.service.imaging;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.image.worker.WorkerExit;
import io.cameo.image.worker.WorkerPool;
import io.cameo.service.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers of a command. Its time is shorter than that of a start which is only waited for. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OwnPoolTest {

  @TempDir private Path data;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final SandboxWatch watch = new SandboxWatch(metrics);
  private final WorkerJournal journal = new WorkerJournal(metrics, watch);

  private ImagingSettings settings() {
    return TestSettings.of(data, Map.of("CAMEO_WORKERS", "1")).stream()
        .filter(ImagingSettings.class::isInstance)
        .map(ImagingSettings.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void startsWorkersThatTakePictures() {
    try (WorkerPool pool = OwnPool.started(settings(), watch, journal)) {
      // It is ready a moment before it counts as idle.
      Awaitility.await().until(() -> pool.status().idle() == 1);
    }
  }

  @Test
  void tellsAMissingSandboxAtOnceWithTheWorkersOwnWords() {
    journal.workerExited(1, WorkerExit.NO_SANDBOX, WorkerExit.NO_SANDBOX.code());
    journal.workerSaid(1, "The worker ends (no-sandbox): There is no seccomp (EPERM).");

    assertThatThrownBy(() -> OwnPool.started(settings(), watch, journal))
        .isInstanceOf(SandboxMissingException.class)
        .hasMessage("There is no seccomp (EPERM).");
  }
}
