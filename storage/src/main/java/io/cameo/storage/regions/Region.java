package io.cameo.storage.regions;

import io.cameo.storage.Circuit;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One region: its store, and whether it answers. After two failures in a row nobody waits for it
 * any more; one call at a time tries it every few seconds until one is answered.
 */
public final class Region {

  /** The name of the region that everything is written to. */
  public static final String HOME = "home";

  private static final int FAILURES = 2;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final String name;
  private final ObjectStore reads;
  private final ObjectStore writes;
  private final Circuit circuit;
  private final LongSupplier nanos;
  private final LongAdder served = new LongAdder();

  /**
   * @param reads the region's store with so little patience that another region can still be asked
   * @param writes the same with the usual patience
   * @param nanos a clock that only runs forward, as {@link System#nanoTime}
   */
  public Region(String name, ObjectStore reads, ObjectStore writes, LongSupplier nanos) {
    this.name = name;
    this.reads = reads;
    this.writes = writes;
    this.nanos = nanos;
    this.circuit = new Circuit(FAILURES, PAUSE_NANOS, nanos);
  }

  public String name() {
    return name;
  }

  /** The region's store, past the circuit. */
  public ObjectStore store() {
    return writes;
  }

  /** Whether it did not answer the last calls. */
  public boolean isAway() {
    return circuit.isOpen();
  }

  /** Asks it now, unless it did not answer the last calls. */
  public boolean answers() {
    try {
      read(store -> store.stat("health/probe"));
      return true;
    } catch (StorageException away) {
      return false;
    }
  }

  /** How often it has answered a read in place of the home region. */
  public long served() {
    return served.sum();
  }

  void countServed() {
    served.increment();
  }

  <T> T read(Function<ObjectStore, T> question) {
    return ask(reads, question);
  }

  <T> T write(Function<ObjectStore, T> question) {
    return ask(writes, question);
  }

  private <T> T ask(ObjectStore through, Function<ObjectStore, T> question) {
    if (!circuit.admit()) {
      String why = "region " + name + " did not answer the last calls and is left alone";
      throw new StorageUnavailableException(why, new TimeoutException(why));
    }
    long since = nanos.getAsLong();
    boolean unanswered = false;
    boolean asked = true;
    try {
      return question.apply(through);
    } catch (StorageUnavailableException failed) {
      asked = !isOfThisNode(failed);
      unanswered = asked && failed.retryable();
      throw failed;
    } finally {
      if (!asked) {
        circuit.notAsked();
      } else if (unanswered) {
        circuit.failed(since);
      } else {
        circuit.answered();
      }
    }
  }

  /** Whether a store that was asked gave no answer: it is away, hangs, or broke off. */
  public static boolean isSilence(StorageException failed) {
    return failed instanceof StorageUnavailableException away
        && away.retryable()
        && !isOfThisNode(away);
  }

  /** Whether a call failed on this side: too many are under way, or the thread was interrupted. */
  static boolean isOfThisNode(StorageUnavailableException failed) {
    return Thread.currentThread().isInterrupted()
        || failed.getCause() instanceof RejectedExecutionException;
  }

  void close() {
    reads.close();
    if (writes != reads) {
      writes.close();
    }
  }
}
