package io.cameo.service.upload;

import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import io.cameo.service.observability.Marks;
import io.cameo.service.observability.PictureMetric;
import io.cameo.service.settings.Options;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Times uploads and their steps. What was refused for its own sake is kept apart from what failed
 * for ours, because only the second is an operator's business.
 */
final class UploadTimes {

  /** What an upload consists of, in this order. */
  enum Step {
    /** Its body arrives and is scanned. */
    RECEIVE("upload.receive"),
    /** It waits for a worker, and is decoded and encoded there. */
    RENDER("upload.render"),
    /** The database is told what will be written. */
    INTEND("upload.intend"),
    /** The objects are written and verified. */
    STORE("upload.store"),
    /** It becomes the current picture. */
    PUBLISH("upload.publish");

    /** Its name in a trace. */
    private final String mark;

    Step(String mark) {
      this.mark = mark;
    }
  }

  /** Whose business it is. */
  enum Result {
    DONE,
    REFUSED,
    FAILED
  }

  static final String CREATED = "created";
  static final String UNCHANGED = "unchanged";
  private static final String ERROR = "error";

  private final MeterRegistry metrics;
  private final Marks marks;

  UploadTimes(MeterRegistry metrics, Marks marks) {
    this.metrics = metrics;
    this.marks = marks;
    begin();
  }

  /** The first failure is seen as one only where there were none before. */
  private void begin() {
    for (String outcome : List.of(CREATED, UNCHANGED)) {
      PictureMetric.UPLOADS.timer(metrics, Options.word(Result.DONE), outcome);
    }
    PictureMetric.UPLOADS.timer(metrics, Options.word(Result.FAILED), ERROR);
    for (Problem ours :
        List.of(
            UploadProblems.busy(Duration.ofSeconds(1)),
            UploadProblems.workerFailed(),
            UploadProblems.scannerUnavailable(),
            UploadProblems.storageAway(),
            UploadProblems.storageFull())) {
      PictureMetric.UPLOADS.timer(metrics, Options.word(of(ours)), ours.code());
    }
  }

  /**
   * One upload.
   *
   * @param word what it came to
   */
  <T> T upload(Supplier<T> work, Function<T, String> word) {
    Timer.Sample time = Timer.start(metrics);
    Result result = Result.FAILED;
    String outcome = ERROR;
    try {
      T done = work.get();
      result = Result.DONE;
      outcome = word.apply(done);
      return done;
    } catch (ProblemException refused) {
      result = of(refused.problem());
      outcome = refused.problem().code();
      throw refused;
    } finally {
      time.stop(PictureMetric.UPLOADS.timer(metrics, Options.word(result), outcome));
    }
  }

  /** One step of one, of which nothing comes. */
  void step(Step step, Runnable work) {
    step(
        step,
        () -> {
          work.run();
          return step;
        });
  }

  /** One step of one. */
  <T> T step(Step step, Supplier<T> work) {
    Timer.Sample time = Timer.start(metrics);
    Result result = Result.FAILED;
    Marks.Mark mark = marks.within(step.mark);
    try {
      T done = work.get();
      result = Result.DONE;
      return done;
    } catch (ProblemException refused) {
      result = of(refused.problem());
      throw refused;
    } finally {
      String came = Options.word(result);
      mark.result(came);
      mark.close();
      time.stop(PictureMetric.UPLOAD_STEPS.timer(metrics, Options.word(step), came));
    }
  }

  /** A part of a step that is shown in a trace alone. */
  Marks.Mark part(String name) {
    return marks.within(name);
  }

  /** The operator switched uploads off: that is no failure. */
  static Result of(Problem problem) {
    return problem.status() >= 500 && !problem.code().equals("uploads-disabled")
        ? Result.FAILED
        : Result.REFUSED;
  }
}
