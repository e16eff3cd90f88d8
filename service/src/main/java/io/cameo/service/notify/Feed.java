package io.cameo.service.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The feed as this node knows it: read at most once in a while, however many ask, and shown as it
 * was read last while the database is away.
 */
final class Feed {

  static final int MOST_NOTICES = 50;

  private static final Duration BELIEF = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final EventRows events;
  private final AtomFeed form;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Optional<String> known = Optional.empty();
  private volatile Instant askAgain = Instant.MIN;

  Feed(EventRows events, AtomFeed form, Clock clock) {
    this.events = events;
    this.form = form;
    this.clock = clock;
  }

  /** The document; empty while it could never be read. */
  Optional<String> document() {
    if (clock.instant().isBefore(askAgain)) {
      return known;
    }
    // While one reads, all others are shown what was known before, if anything was.
    if (!reading.tryLock()) {
      if (known.isPresent()) {
        return known;
      }
      reading.lock();
    }
    try {
      if (!clock.instant().isBefore(askAgain)) {
        read();
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  private void read() {
    try {
      known = Optional.of(form.of(events.newest(MOST_NOTICES)));
    } catch (DataAccessException | TransactionException away) {
      LOG.warn("The notices could not be read: {}", away.getMessage());
    }
    askAgain = clock.instant().plus(BELIEF);
  }
}
