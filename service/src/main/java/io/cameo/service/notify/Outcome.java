package io.cameo.service.notify;

import java.time.Duration;
import java.util.Optional;

/** What came of one try. No answer names an address or a person: it is kept and logged. */
sealed interface Outcome {

  /** For the record: a status or a few words. */
  String answer();

  /** It has arrived. */
  record Sent(String answer) implements Outcome {}

  /**
   * It may arrive later.
   *
   * @param asked how long the receiver asked to be left alone
   */
  record Later(String answer, Optional<Duration> asked) implements Outcome {

    Later(String answer) {
      this(answer, Optional.empty());
    }
  }

  /** It will never arrive. */
  record Failed(String answer) implements Outcome {}

  /** The endpoint wants nothing any more. */
  record Gone(String answer) implements Outcome {}

  /** Nobody is there any more who was to be told. */
  record Dropped(String answer) implements Outcome {}
}
