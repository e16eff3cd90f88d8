package io.cameo.service.limits;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became known of uploads after they were let in, and is not in the database yet. It goes
 * there with the holder's next upload, or a moment later by itself; so nobody waits for it.
 */
final class Settlements {

  private final int most;
  private final Map<Holder, Cost> open = new HashMap<>();

  /**
   * @param most holders that are kept; beyond it {@link #isFull} says so
   */
  Settlements(int most) {
    this.most = most;
  }

  synchronized void add(Holder holder, Cost cost) {
    if (!cost.isNothing()) {
      open.merge(holder, cost, Cost::plus);
    }
  }

  /** Takes out what is open for these; whoever fails to write it puts it back. */
  synchronized List<Cost> take(List<Holder> holders) {
    return holders.stream()
        .map(
            holder -> {
              Cost cost = open.remove(holder);
              return cost == null ? Cost.NONE : cost;
            })
        .toList();
  }

  /** Some of those for whom something is open. */
  synchronized List<Holder> some(int number) {
    return open.keySet().stream().limit(number).toList();
  }

  synchronized boolean isFull() {
    return open.size() >= most;
  }

  synchronized int size() {
    return open.size();
  }
}
