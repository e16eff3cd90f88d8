package io.cameo.image.worker;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The bounded first-in-first-out queue between callers and lanes.
 *
 * <p>Expensive pictures go through a narrow part of it: they hold at most half of its places and at
 * most half of the workers, and whoever comes behind them goes past while that is so.
 */
final class JobQueue {
  private final int capacity;
  private final int expensiveAtOnce;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Job> jobs = new ArrayDeque<>();
  private int takers;
  private int expensiveTaken;
  private boolean closed;

  /**
   * @param capacity most jobs that wait
   * @param expensiveAtOnce most expensive jobs that are taken and not finished, 1 or more
   */
  JobQueue(int capacity, int expensiveAtOnce) {
    this.capacity = capacity;
    this.expensiveAtOnce = expensiveAtOnce;
  }

  /**
   * Adds a job at the end; false when as many wait as may, not counting those about to be taken.
   */
  boolean offer(Job job) {
    lock.lock();
    try {
      if (closed || jobs.size() >= capacity + takers) {
        return false;
      }
      if (job.expensive && narrowPartIsFull()) {
        return false;
      }
      jobs.addLast(job);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean narrowPartIsFull() {
    int free = Math.min(takers, expensiveAtOnce - expensiveTaken);
    long waiting = jobs.stream().filter(job -> job.expensive).count();
    return waiting >= Math.max(1, capacity / 2) + free;
  }

  /**
   * Puts a job back in front, whatever the length; false when the queue is closed. It is nobody's
   * then: who took it must not say {@link #finished} any more, because somebody else may have it.
   */
  boolean putBack(Job job) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      giveBack(job);
      jobs.addFirst(job);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a waiting job out; false when somebody has taken it already. */
  boolean remove(Job job) {
    lock.lock();
    try {
      return jobs.remove(job);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a job.
   *
   * @param distracted when true, comes back without one; looked at again after every {@link #poke}
   * @param nanos longest wait
   */
  Optional<Job> take(BooleanSupplier distracted, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    takers++;
    try {
      long left = nanos;
      while (!closed && !distracted.getAsBoolean()) {
        Optional<Job> first = next();
        if (first.isPresent()) {
          return first;
        }
        if (left <= 0) {
          return Optional.empty();
        }
        left = changed.awaitNanos(left);
      }
      return Optional.empty();
    } finally {
      takers--;
      lock.unlock();
    }
  }

  /** The first job that may be taken now, taken out. */
  private Optional<Job> next() {
    for (Iterator<Job> waiting = jobs.iterator(); waiting.hasNext(); ) {
      Job job = waiting.next();
      if (!job.expensive) {
        waiting.remove();
        return Optional.of(job);
      }
      if (expensiveTaken < expensiveAtOnce) {
        waiting.remove();
        expensiveTaken++;
        job.holdsNarrowPlace = true;
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }

  /** Says that a job that was taken is done with; once or more often. */
  void finished(Job job) {
    lock.lock();
    try {
      giveBack(job);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A job takes a place of the narrow part when it is taken, and only one at a time. */
  private void giveBack(Job job) {
    if (job.holdsNarrowPlace) {
      job.holdsNarrowPlace = false;
      expensiveTaken--;
    }
  }

  /** Makes every waiting lane look again whether it has something else to do. */
  void poke() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the queue is closed, but not longer than this. */
  void awaitClosed(long nanos) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!closed && left > 0) {
        changed.await(left, TimeUnit.NANOSECONDS);
        left = until - System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all that wait. */
  List<Job> drain() {
    lock.lock();
    try {
      List<Job> all = List.copyOf(jobs);
      jobs.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Takes and offers nothing any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  int length() {
    lock.lock();
    try {
      return jobs.size();
    } finally {
      lock.unlock();
    }
  }
}
