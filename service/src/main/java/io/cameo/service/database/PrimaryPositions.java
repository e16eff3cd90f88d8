package io.cameo.service.database;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the primary was when. A replica's lag is the age of the newest of these places that it has
 * reached; so it lags by nothing while nothing happens, whatever its clock says, and by ever more
 * while nobody can reach the primary.
 */
final class PrimaryPositions {

  private static final int MOST = 4_096;

  private record Sample(long nanos, ServerState state) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private boolean answers;

  /**
   * @param nanos just before the primary was asked
   */
  synchronized void add(long nanos, ServerState state) {
    if (!samples.isEmpty() && !samples.getLast().state().sameServer(state)) {
      // Another primary: what the old one had written beyond it is nobody's measure any more.
      samples.clear();
    }
    samples.add(new Sample(nanos, state));
    if (samples.size() > MOST) {
      samples.remove();
    }
    answers = true;
  }

  synchronized void silent() {
    answers = false;
  }

  /** Whether the last question was answered. */
  synchronized boolean answers() {
    return answers;
  }

  synchronized Optional<ServerState> latest() {
    return samples.isEmpty() ? Optional.empty() : Optional.of(samples.getLast().state());
  }

  /** When the primary was at the newest place that is not behind this one. */
  synchronized OptionalLong reached(long place) {
    for (Iterator<Sample> newest = samples.descendingIterator(); newest.hasNext(); ) {
      Sample sample = newest.next();
      if (sample.state().position() <= place) {
        return OptionalLong.of(sample.nanos());
      }
    }
    return OptionalLong.empty();
  }

  /**
   * How old the state is that a replica shows.
   *
   * @return empty when it is older than anything that is remembered
   */
  synchronized Optional<Duration> age(long place, long nowNanos) {
    OptionalLong reached = reached(place);
    return reached.isPresent()
        ? Optional.of(Duration.ofNanos(Math.max(0, nowNanos - reached.getAsLong())))
        : Optional.empty();
  }
}
