package io.cameo.service.observability;

import static io.cameo.service.observability.Measure.counterOf;
import static io.cameo.service.observability.Measure.gaugeOf;

/** What a monitor says of its runs: it is a program of its own, with a page of its own. */
public enum SmokeMetric implements Metric {
  RUNS(counterOf("cameo.smoke.runs", "Runs so far").by("outcome", "passed failed")),
  SUCCESS(gaugeOf("cameo.smoke.success", "1 when the last run had no failed step")),
  LAST_RUN(gaugeOf("cameo.smoke.last.run.timestamp", "seconds", "When the last run began")),
  LAST_SUCCESS(
      gaugeOf(
          "cameo.smoke.last.success.timestamp",
          "seconds",
          "When a run without a failed step ended; 0 when there was none")),
  DURATION(gaugeOf("cameo.smoke.duration", "seconds", "How long the last run took")),
  STEP_DURATION(
      gaugeOf("cameo.smoke.step.duration", "seconds", "How long each step of it took")
          .by("step", "", Texts.STEP)),
  STEP(
      gaugeOf("cameo.smoke.step", "1 for the outcome that each step of it had")
          .by("step", "", Texts.STEP)
          .by("outcome", "passed failed skipped"));

  private static final class Texts {
    private static final String STEP = "the name of a step, which docs/operations/smoke.md lists";
  }

  private final Measure measure;

  SmokeMetric(Measure measure) {
    this.measure = measure.only("with ./cameo smoke --every");
  }

  @Override
  public Measure measure() {
    return measure;
  }
}
