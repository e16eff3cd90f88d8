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
  private static final Duration LONG = Duration.ofSeconds(20);

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

  /** A picture that its worker keeps until the sign is given. */
  private CompletableFuture<Outcome> held(String tail) {
    var end = puppets.start(pool, 'W', 0, tail);
    Puppets.eventually("the worker is busy", () -> pool.status().busy() == 1);
    return end;
  }

  private CompletableFuture<Outcome> queued(String tail) {
    int before = pool.status().queued();
    var end = puppets.start(pool, 'G', 0, tail);
    Puppets.eventually("it waits", () -> pool.status().queued() == before + 1);
    return end;
  }

  private PoolBusyException busy() {
    return catchThrowableOfType(PoolBusyException.class, () -> puppets.send(pool, 'G', 0, "late"));
  }

  @Test
  void refusesWhatDoesNotFitIntoTheQueue() throws Exception {
    open(1, LONG, LONG);
    var first = held("first");
    var second = queued("second");
    PoolBusyException busy = busy();
    assertThat(busy.reason()).isEqualTo(Reason.QUEUE_FULL);
    assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
    assertThat(diary.rejections).containsExactly(Reason.QUEUE_FULL);
    puppets.giveTheSign();
    Puppets.assertAnswers(first.get(), "first");
    Puppets.assertAnswers(second.get(), "second");
  }

  @Test
  void needsNoPlaceInTheQueueWhenAWorkerIsIdle() throws Exception {
    open(0, LONG, LONG);
    Puppets.eventually("the worker is idle", () -> pool.status().idle() == 1);
    puppets.assertServes(pool, "at once");
  }

  @Test
  void sendsAwayWhatHasWaitedItsTime() throws Exception {
    open(8, Duration.ofMillis(150), LONG);
    var first = held("first");
    assertThat(busy().reason()).isEqualTo(Reason.WAITED_TOO_LONG);
    assertThat(pool.status().queued()).isZero();
    puppets.giveTheSign();
    Puppets.assertAnswers(first.get(), "first");
  }

  @Test
  void letsAnInterruptedCallerGoWhileItWaits() throws Exception {
    open(8, LONG, LONG);
    var first = held("first");
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
    puppets.giveTheSign();
    Puppets.assertAnswers(first.get(), "first");
  }

  @Test
  void finishesAnInterruptedCallersPictureThatAWorkerHas() throws Exception {
    open(8, LONG, LONG);
    byte[] picture = Puppet.does('W', 0, "kept");
    AtomicReference<Object> end = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    end.set(pool.render(Puppets.RECIPE, new Memory(picture), picture.length));
                  } catch (Exception e) {
                    end.set(e);
                  }
                });
    Puppets.eventually("the worker is busy", () -> pool.status().busy() == 1);
    caller.interrupt();
    puppets.giveTheSign();
    caller.join();
    Puppets.assertAnswers((Outcome) end.get(), "kept");
  }

  @Test
  void drainsWhatRunsAndRefusesWhatWaitsWhenItIsClosed() throws Exception {
    open(8, LONG, LONG);
    var running = held("running");
    var waiting = queued("waiting");
    Thread closing = Thread.ofPlatform().start(pool::close);
    Puppets.eventually("what waited was refused", waiting::isDone);
    assertIsClosing(waiting);
    assertThat(busy().reason()).isEqualTo(Reason.CLOSING);
    assertThat(running).isNotDone();
    puppets.giveTheSign();
    closing.join();
    Puppets.assertAnswers(running.get(), "running");
    assertNothingIsLeft();
  }

  @Test
  void killsWhatRunsLongerThanTheDrain() throws Exception {
    open(8, LONG, Duration.ofMillis(100));
    var running = held("running");
    long begun = System.nanoTime();
    pool.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    Puppets.eventually("the caller knows", running::isDone);
    assertIsClosing(running);
    assertNothingIsLeft();
  }

  private static void assertIsClosing(CompletableFuture<Outcome> end) {
    assertThat(end.exceptionNow())
        .isInstanceOfSatisfying(
            PoolBusyException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSING));
  }

  private void assertNothingIsLeft() {
    assertThat(diary.ready).isNotEmpty().allMatch(ready -> Puppets.isGone(ready.pid()));
    assertThat(pool.status().ended()).isEqualTo(pool.status().started());
  }
}
