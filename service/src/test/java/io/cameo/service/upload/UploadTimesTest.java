package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.http.Problem;
import io.cameo.service.observability.Marks;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose fault it was that an upload did not succeed. */
class UploadTimesTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final UploadTimes times = new UploadTimes(registry, Marks.NONE);

  private long uploads(String result, String outcome) {
    return Optional.ofNullable(
            registry.find("cameo.uploads").tags("result", result, "outcome", outcome).timer())
        .map(Timer::count)
        .orElse(-1L);
  }

  private void fails(Problem problem) {
    assertThatThrownBy(
            () ->
                times.upload(
                    () -> {
                      throw problem.toException();
                    },
                    done -> "created"))
        .isInstanceOf(io.cameo.service.http.ProblemException.class);
  }

  @Test
  void failuresOfOursAreKeptApartFromRefusalsAndFromSwitches() {
    assertThat(uploads("failed", "error")).as("begun").isZero();
    assertThat(times.upload(() -> 1, done -> "created")).isOne();

    fails(UploadProblems.unsupportedType("It is no picture."));
    fails(UploadProblems.busy(Duration.ofSeconds(1)));
    fails(UploadProblems.disabled("Moving house.", Optional.empty()));
    assertThatThrownBy(
            () ->
                times.upload(
                    () -> {
                      throw new IllegalStateException("a fault");
                    },
                    done -> "created"))
        .isInstanceOf(IllegalStateException.class);

    assertThat(uploads("done", "created")).isOne();
    assertThat(uploads("refused", "unsupported-type")).isOne();
    assertThat(uploads("refused", "uploads-disabled")).isOne();
    assertThat(uploads("failed", UploadProblems.busy(Duration.ZERO).code())).isOne();
    assertThat(uploads("failed", "error")).isOne();
  }

  @Test
  void aStepIsTimedHoweverItEnds() {
    assertThat(times.step(UploadTimes.Step.STORE, () -> "stored")).isEqualTo("stored");
    assertThatThrownBy(
            () ->
                times.step(
                    UploadTimes.Step.STORE,
                    () -> {
                      throw UploadProblems.storageAway().toException();
                    }))
        .isNotNull();

    assertThat(
            registry
                .get("cameo.upload.steps")
                .tags("step", "store", "result", "done")
                .timer()
                .count())
        .isOne();
    assertThat(
            registry
                .get("cameo.upload.steps")
                .tags("step", "store", "result", "failed")
                .timer()
                .count())
        .isOne();
  }
}
