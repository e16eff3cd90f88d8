package io.cameo.service.ops.checklist;

import io.cameo.service.observability.Scrubber;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Makes checks beside each other, each within its limit and all within another. A check that throws
 * or does not end is unknown, and holds up nobody: its thread is left to end by itself.
 */
final class CheckRun {

  /** Made at the same time. */
  private static final int AT_ONCE = 8;

  private static final String AGAIN = "Put that right, then run ./cameo check --only ";

  private final Duration all;
  private final Scrubber scrubber;
  private final LongSupplier nanos;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /**
   * @param all after this time no further answer is waited for
   */
  CheckRun(Duration all, Scrubber scrubber, LongSupplier nanos) {
    this.all = all;
    this.scrubber = scrubber;
    this.nanos = nanos;
  }

  /** Makes all of them; the findings are in the order of the checks. */
  List<Finding> run(List<Check> checks) {
    long end = nanos.getAsLong() + all.toNanos();
    List<Finding> findings = new ArrayList<>();
    try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Finding>> under = new ArrayList<>();
      for (Check check : checks) {
        under.add(waiting.submit(() -> make(check, end)));
      }
      for (Future<Finding> one : under) {
        findings.add(one.get());
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the checks were made", ended);
    } catch (ExecutionException ours) {
      throw new IllegalStateException("a check could not be waited for", ours);
    }
    return findings;
  }

  private Finding make(Check check, long end) throws InterruptedException {
    if (!places.tryAcquire(Math.max(0, end - nanos.getAsLong()), TimeUnit.NANOSECONDS)) {
      return finding(check, late(check, "The checks before it took " + seconds(all) + "."), 0);
    }
    long begun = nanos.getAsLong();
    FutureTask<Answer> task = new FutureTask<>(check::look);
    try {
      // Of the platform's own kind: drivers and name lookups block what they run on.
      Thread.ofPlatform().daemon().name("check-" + check.about().name()).start(task);
      long limit = Math.min(check.limit().toNanos(), Math.max(1, end - begun));
      Answer answer = task.get(limit, TimeUnit.NANOSECONDS);
      return finding(check, answer, nanos.getAsLong() - begun);
    } catch (ExecutionException failed) {
      return finding(check, broken(check, failed), nanos.getAsLong() - begun);
    } catch (TimeoutException slow) {
      task.cancel(true);
      long took = nanos.getAsLong() - begun;
      return finding(
          check, late(check, "No answer after " + seconds(Duration.ofNanos(took)) + "."), took);
    } finally {
      places.release();
    }
  }

  private static Answer late(Check check, String reason) {
    return Answer.unknown(
        reason,
        "Look whether what it asks answers at all, then run ./cameo check --only "
            + check.about().line().id()
            + ".");
  }

  private static Answer broken(Check check, ExecutionException failed) {
    Throwable why = Optional.ofNullable(failed.getCause()).orElse(failed);
    String words =
        Optional.ofNullable(why.getMessage())
            .filter(message -> !message.isBlank())
            .orElse(why.getClass().getSimpleName());
    return Answer.unknown(words, AGAIN + check.about().line().id() + ".");
  }

  private static String seconds(Duration time) {
    return Math.max(1, time.toSeconds()) + " s";
  }

  private Finding finding(Check check, Answer answer, long took) {
    return new Finding(
        check.about(),
        new Answer(
            answer.mark(),
            answer.evidence().stream().map(scrubber::scrub).toList(),
            scrubber.scrub(answer.remedy())),
        Duration.ofNanos(took));
  }
}
