package io.cameo.service.notify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When what did not arrive is tried again: the schedule that Standard Webhooks gives. */
final class Tries {

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /** A receiver that asks for more time than this gets no more. */
  private static final Duration LONGEST = PAUSES.getLast();

  private Tries() {}

  /**
   * How long until the next try.
   *
   * @param made so far, 1 or more
   * @param asked how long the receiver asked to be left alone
   * @return empty when there is none
   */
  static Optional<Duration> pause(int made, Optional<Duration> asked) {
    if (made > PAUSES.size()) {
      return Optional.empty();
    }
    Duration usual = PAUSES.get(made - 1);
    Duration wished = asked.orElse(Duration.ZERO);
    Duration wait = wished.compareTo(usual) > 0 ? wished : usual;
    return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }
}
