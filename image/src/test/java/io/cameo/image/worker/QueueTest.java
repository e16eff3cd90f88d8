package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cameo.image.Outcome;
import io.cameo.image.worker.PoolBusyException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for a worker, and not waiting for ever. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class QueueTest {
  @TempDir private Path folder;
  private Puppets puppets;
  private final Diary diary = new Diary();
  private WorkerPool pool;

  @BeforeEach
  void puppets() {
    puppets = new Puppets(folder);
  }

  @AfterEach
  void closeThePool() {
    pool.close();
  }

  private void open(int queue, Duration queueWait, Duration drain) throws Exception {
    PoolOptions from = Puppets.options(1, queue);
    PoolOptions options =
        new PoolOptions(
            1, queue, queueWait, from.deadline(), from.startTimeout(), from.recycling(), drain);
    pool = puppets.pool(options, diary);
    assertThat(pool.awaitReady(Duration.ofSeconds(20))).isTrue();
  }

  /** A picture of so many hundredths of a second, sent by a thread of its own. */
  private CompletableFuture<Outcome> slow(int hundredths, String tail) {
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                end.complete(puppets.send(pool, 'Z', hundredths, tail));
              } catch (Throwable t) {
                end.completeExceptionally(t);
              }
            });
    return end;
  }

  private PoolBusyException busy() {
    return catchThrowableOfType(PoolBusyException.class, () -> puppets.send(pool, 'G', 0, "late"));
  }

  @Test
  void refusesWhatDoesNotFitIntoTheQueue() throws Exception {
    open(1, Duration.ofSeconds(20), Duration.ofSeconds(5));
    var first = slow(60, "first");
    Puppets.eventually("the worker is busy", () -> pool.status().busy() == 1);
    var second = slow(1, "second");
    Puppets.eventually("the queue is full", () -> pool.status().queued() == 1);
    PoolBusyException busy = busy();
    assertThat(busy.reason()).isEqualTo(Reason.QUEUE_FULL);
    assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
    assertThat(diary.rejections).containsExactly(Reason.QUEUE_FULL);
    Puppets.assertAnswers(first.get(), "first");
    Puppets.assertAnswers(second.get(), "second");
  }

  @Test
  void needsNoPlaceInTheQueueWhenAWorkerIsIdle() throws Exception {
    open(0, Duration.ofSeconds(20), Duration.ofSeconds(5));
    Puppets.eventually("the worker is idle", () -> pool.status().idle() == 1);
    puppets.assertServes(pool, "at once");
  }

  @Test
  void sendsAwayWhatHasWaitedItsTime() throws Exception {
    open(8, Duration.ofMillis(150), Duration.ofSeconds(5));
    var first = slow(70, "first");
    Puppets.eventually("the worker is busy", () -> pool.status().busy() == 1);
    assertThat(busy().reason()).isEqualTo(Reason.WAITED_TOO_LONG);
    assertThat(pool.status().queued()).isZero();
    Puppets.assertAnswers(first.get(), "first");
    puppets.assertServes(pool, "the next one");
  }

  @Test
  void letsAnInterruptedCallerGoWhileItWaits() throws Exception {
    open(8, Duration.ofSeconds(20), Duration.ofSeconds(5));
    var first = slow(70, "first");
    Puppets.eventually("the worker is busy", () -> pool.status().busy() == 1);
    AtomicReference<PoolBusyException> busy = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  busy.set(busy());
                  flag.set(Thread.currentThread().isInterrupted());
                });
    Puppets.eventually("it waits", () -> pool.status().queued() == 1);
    waiting.interrupt();
    waiting.join();
    assertThat(busy.get().reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(flag).isTrue();
    Puppets.assertAnswers(first.get(), "first");
  }

  @Test
  void finishesAnInterruptedCallersPictureThatAWorkerHas() throws Exception {
    open(8, Duration.ofSeconds(20), Duration.ofSeconds(5));
    AtomicReference<Object> end = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    end.set(
                        pool.render(Puppets.RECIPE, new Memory(Puppet.does('Z', 40, "kept")), 6));
                  } catch (Exception e) {
                    end.set(e);
                  }
                });
    Puppets.eventually("the worker is busy", () -> pool.status().busy() == 1);
    caller.interrupt();
    caller.join();
    Puppets.assertAnswers((Outcome) end.get(), "kept");
  }

  @Test
  void drainsWhatRunsAndRefusesWhatWaitsWhenItIsClosed() throws Exception {
    open(8, Duration.ofSeconds(20), Duration.ofSeconds(5));
    var running = slow(70, "running");
    Puppets.eventually("the worker is busy", () -> pool.status().busy() == 1);
    var waiting = slow(1, "waiting");
    Puppets.eventually("one waits", () -> pool.status().queued() == 1);
    pool.close();
    Puppets.assertAnswers(running.get(), "running");
    assertThat(waiting.exceptionNow())
        .isInstanceOfSatisfying(
            PoolBusyException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSING));
    assertThat(busy().reason()).isEqualTo(Reason.CLOSING);
    assertNothingIsLeft();
  }

  @Test
  void killsWhatRunsLongerThanTheDrain() throws Exception {
    open(8, Duration.ofSeconds(20), Duration.ofMillis(100));
    var running = slow(255, "running");
    Puppets.eventually("the worker is busy", () -> pool.status().busy() == 1);
    long begun = System.nanoTime();
    pool.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    Puppets.eventually("the caller knows", running::isDone);
    assertThat(running.exceptionNow())
        .isInstanceOfSatisfying(
            PoolBusyException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSING));
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    assertThat(diary.ready).isNotEmpty().allMatch(ready -> Puppets.isGone(ready.pid()));
    assertThat(pool.status().ended()).isEqualTo(pool.status().started());
  }
}
