package io.cameo.storage.s3;

import io.cameo.storage.Circuit;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The one gate to the server. A call takes a place for as long as it may hold a connection; places
 * and those who wait for one are bounded, and a server that does not answer is not asked.
 */
final class S3Calls {

  /** Failures in a row, each after its retries, before the server counts as away. */
  private static final int FAILURES = 5;

  /** How long it is left alone then. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final S3Errors errors;
  private final S3Call.Listener listener;
  private final Circuit circuit;
  private final Semaphore places;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int mostWaiting;
  private final long longestWaitNanos;

  S3Calls(S3StoreOptions.Limits limits, S3Errors errors, S3Call.Listener listener) {
    this.errors = errors;
    this.listener = listener;
    this.circuit = new Circuit(FAILURES, PAUSE_NANOS, System::nanoTime);
    this.places = new Semaphore(limits.connections(), true);
    this.mostWaiting = limits.waiting();
    this.longestWaitNanos = limits.connect().toNanos();
  }

  /**
   * Makes one call.
   *
   * @throws S3Exception if the server answered with a truthful no: {@link S3Errors#isNo}
   * @throws StorageException for everything else
   */
  <T> T call(S3Operation operation, Supplier<T> ask) {
    Place place = enter(operation);
    try {
      T answer = ask.get();
      place.done(S3Call.Outcome.OK);
      return answer;
    } catch (RuntimeException failed) {
      throw place.failed(failed);
    }
  }

  /** Takes a place for a call whose answer is read later; it must be given back. */
  Place enter(S3Operation operation) {
    long began = System.nanoTime();
    if (circuit.turnsAway() || !takePlace()) {
      throw turnedAway(operation, began);
    }
    if (!circuit.admit()) {
      places.release();
      throw turnedAway(operation, began);
    }
    return new Place(operation, began);
  }

  private boolean takePlace() {
    if (places.tryAcquire()) {
      return true;
    }
    try {
      return waiting.incrementAndGet() <= mostWaiting
          && places.tryAcquire(longestWaitNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }

  private StorageUnavailableException turnedAway(S3Operation operation, long began) {
    tell(operation, S3Call.Outcome.NOT_ASKED, began);
    boolean away = circuit.turnsAway();
    String why =
        away
            ? "it did not answer the last calls and is left alone for a moment"
            : "too many calls are under way";
    return new StorageUnavailableException(
        "S3 was not asked to " + operation.word() + ": " + why,
        // Whoever has another region to ask must know which of both it was.
        away ? new TimeoutException(why) : new RejectedExecutionException(why));
  }

  /** What a truthful no means to a caller that had no use for it. */
  StorageException translated(S3Operation operation, AwsServiceException no) {
    return errors.translate(operation, no);
  }

  private void tell(S3Operation operation, S3Call.Outcome outcome, long began) {
    listener.ended(new S3Call(operation, outcome, Duration.ofNanos(System.nanoTime() - began)));
  }

  /** Whether the server counts as away. */
  boolean turnsAway() {
    return circuit.turnsAway();
  }

  /** The right to one connection, given back once with what came of it. */
  final class Place {
    private final S3Operation operation;
    private final long began;
    private final long letThrough = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();

    private Place(S3Operation operation, long began) {
      this.operation = operation;
      this.began = began;
    }

    /** When the call began, by {@link System#nanoTime}. */
    long began() {
      return began;
    }

    /** The call ended like this; whatever comes later is not counted. */
    void done(S3Call.Outcome outcome) {
      if (!over.compareAndSet(false, true)) {
        return;
      }
      switch (outcome) {
        case OK, NO, REFUSED -> circuit.answered();
        case THROTTLED, AWAY -> circuit.failed(letThrough);
        case NOT_ASKED -> circuit.notAsked();
      }
      places.release();
      tell(operation, outcome, began);
    }

    /** The call ended with this; gives what to throw instead. */
    RuntimeException failed(RuntimeException failure) {
      if (!(failure instanceof SdkException ofSdk)) {
        done(S3Call.Outcome.NOT_ASKED);
        return failure;
      }
      if (ofSdk instanceof S3Exception answer && S3Errors.isNo(answer)) {
        done(S3Call.Outcome.NO);
        return answer;
      }
      StorageException translated = errors.translate(operation, ofSdk);
      done(S3Errors.outcome(ofSdk, translated));
      return translated;
    }
  }
}
