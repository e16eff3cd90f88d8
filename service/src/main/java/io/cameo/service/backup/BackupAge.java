package io.cameo.service.backup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * How old the last backup is, for the metrics: asked of the database at most once a minute. Without
 * any backup the age is infinite, so that an alarm rings for it too; while the database does not
 * answer it is not a number.
 */
final class BackupAge {

  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(BackupAge.class);

  private final BackupHistory history;
  private final Clock clock;
  private Optional<Instant> asked = Optional.empty();
  private Optional<BackupHistory.Last> last = Optional.empty();
  private boolean known;

  BackupAge(BackupHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  synchronized double seconds() {
    ask();
    if (!known) {
      return Double.NaN;
    }
    return last.map(backup -> (double) backup.age().toSeconds()).orElse(Double.POSITIVE_INFINITY);
  }

  synchronized double bytes() {
    ask();
    return known ? last.map(backup -> (double) backup.bytes()).orElse(0.0) : Double.NaN;
  }

  synchronized double objects() {
    ask();
    return known ? last.map(backup -> (double) backup.objects()).orElse(0.0) : Double.NaN;
  }

  private void ask() {
    Instant now = clock.instant();
    if (asked.filter(then -> now.isBefore(then.plus(REMEMBERED))).isPresent()) {
      return;
    }
    asked = Optional.of(now);
    try {
      last = history.last();
      known = true;
    } catch (DataAccessException away) {
      known = false;
      LOG.warn("The age of the last backup is not known: {}", away.getMessage());
    }
  }
}
