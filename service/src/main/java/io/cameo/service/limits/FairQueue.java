package io.cameo.service.limits;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A number of places, and a fair queue before them: whoever waits is in the queue of its first
 * name, and the queues take turns. So one that sends a hundred uploads keeps another's single one
 * waiting for no more than its next turn. Places, queue and patience are bounded; when the queue is
 * full, the last of its longest part leaves for whoever has fewer waiting.
 */
public final class FairQueue {

  /**
   * The bounds, which may change at any time.
   *
   * @param places how many are inside at once
   * @param placesOfOne how many of them under one name
   * @param waiting how many wait at once
   * @param patience how long one waits
   */
  public record Bounds(int places, int placesOfOne, int waiting, Duration patience) {}

  /** A place, to be given back; giving it back twice changes nothing. */
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  private enum State {
    WAITING,
    INSIDE,
    LEFT
  }

  private static final class Waiter {
    private final List<String> names;
    private final Condition changed;
    private State state = State.WAITING;

    Waiter(List<String> names, Condition changed) {
      this.names = names;
      this.changed = changed;
    }
  }

  private final Supplier<Bounds> bounds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> insideByName = new HashMap<>();
  private final LinkedHashMap<String, Deque<Waiter>> queues = new LinkedHashMap<>();
  private int inside;
  private int waiting;

  public FairQueue(Supplier<Bounds> bounds) {
    this.bounds = bounds;
  }

  /**
   * Takes a place, or waits for one.
   *
   * @param names under which the places of one are counted; the first is that of the queue. Without
   *     names it does not wait.
   * @return empty when the queue is full or patience ended
   */
  public Optional<Place> enter(List<String> names) {
    lock.lock();
    try {
      Bounds now = bounds.get();
      if (fits(names, now) && waiting == 0) {
        return Optional.of(admit(names));
      }
      // Those who wait may be kept by their own number alone.
      letIn();
      if (fits(names, now)) {
        return Optional.of(admit(names));
      }
      if (names.isEmpty() || now.patience().isZero() || !makeRoom(names.getFirst(), now)) {
        return Optional.empty();
      }
      return await(names, now.patience());
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(List<String> names, Bounds now) {
    return inside < now.places()
        && names.stream().allMatch(name -> insideOf(name) < now.placesOfOne());
  }

  private int insideOf(String name) {
    return insideByName.getOrDefault(name, 0);
  }

  private Place admit(List<String> names) {
    count(names, 1);
    return place(names);
  }

  private Place place(List<String> names) {
    return new Place() {
      private boolean given;

      @Override
      public void close() {
        lock.lock();
        try {
          if (!given) {
            given = true;
            leave(names);
          }
        } finally {
          lock.unlock();
        }
      }
    };
  }

  private void leave(List<String> names) {
    count(names, -1);
    letIn();
  }

  private void count(List<String> names, int more) {
    inside += more;
    for (String name : names) {
      int now = insideOf(name) + more;
      if (now > 0) {
        insideByName.put(name, now);
      } else {
        insideByName.remove(name);
      }
    }
  }

  /** Room for one more who waits, if need be at the cost of the longest queue. */
  private boolean makeRoom(String name, Bounds now) {
    if (waiting < now.waiting()) {
      return true;
    }
    Deque<Waiter> own = queues.get(name);
    int ownLength = own == null ? 0 : own.size();
    Optional<Map.Entry<String, Deque<Waiter>>> longest =
        queues.entrySet().stream()
            .max(java.util.Comparator.comparingInt(queue -> queue.getValue().size()));
    if (longest.isEmpty() || longest.get().getValue().size() <= ownLength + 1) {
      return false;
    }
    Waiter last = longest.get().getValue().getLast();
    last.state = State.LEFT;
    forget(last);
    last.changed.signal();
    return true;
  }

  private Optional<Place> await(List<String> names, Duration patience) {
    Waiter waiter = new Waiter(names, lock.newCondition());
    queues.computeIfAbsent(names.getFirst(), name -> new ArrayDeque<>()).add(waiter);
    waiting++;
    long left = patience.toNanos();
    try {
      while (waiter.state == State.WAITING && left > 0) {
        left = waiter.changed.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (waiter.state == State.INSIDE) {
      // Whoever let it in has counted it already.
      return Optional.of(place(names));
    }
    if (waiter.state == State.WAITING) {
      waiter.state = State.LEFT;
      forget(waiter);
    }
    return Optional.empty();
  }

  private void forget(Waiter waiter) {
    String name = waiter.names.getFirst();
    Deque<Waiter> queue = queues.get(name);
    if (queue != null && queue.remove(waiter)) {
      waiting--;
      if (queue.isEmpty()) {
        queues.remove(name);
      }
    }
  }

  /** Gives free places to the queues in turn, until none is free or nobody fits. */
  private void letIn() {
    Bounds now = bounds.get();
    boolean someone = true;
    while (someone && inside < now.places() && waiting > 0) {
      someone = false;
      Iterator<Map.Entry<String, Deque<Waiter>>> turns = queues.entrySet().iterator();
      while (turns.hasNext() && !someone) {
        Map.Entry<String, Deque<Waiter>> queue = turns.next();
        Optional<Waiter> next =
            queue.getValue().stream().filter(waiter -> fits(waiter.names, now)).findFirst();
        if (next.isPresent()) {
          turns.remove();
          letIn(queue.getKey(), queue.getValue(), next.get());
          someone = true;
        }
      }
    }
  }

  private void letIn(String name, Deque<Waiter> queue, Waiter waiter) {
    queue.remove(waiter);
    waiting--;
    if (!queue.isEmpty()) {
      // Its next turn comes after those of all others.
      queues.put(name, queue);
    }
    count(waiter.names, 1);
    waiter.state = State.INSIDE;
    waiter.changed.signal();
  }

  /** How many have a place. */
  public int inside() {
    lock.lock();
    try {
      return inside;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for one. */
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
