package io.cameo.service.objects;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The backlog of each region, asked for at most once in {@link #BELIEF}. */
final class RegionBacklogs {

  private static final Logger LOG = LoggerFactory.getLogger(RegionBacklogs.class);

  static final Duration BELIEF = Duration.ofSeconds(5);

  private final RegionOutbox outbox;
  private final Clock clock;
  private final Map<String, Known> known = new HashMap<>();

  private record Known(Instant since, Optional<RegionOutbox.Backlog> backlog) {}

  RegionBacklogs(RegionOutbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Empty when the database does not say. */
  synchronized Optional<RegionOutbox.Backlog> of(String region) {
    Instant now = clock.instant();
    Known last = known.get(region);
    if (last != null && now.isBefore(last.since().plus(BELIEF))) {
      return last.backlog();
    }
    Optional<RegionOutbox.Backlog> fresh;
    try {
      fresh = Optional.of(outbox.backlog(region));
    } catch (DataAccessException | TransactionException silent) {
      LOG.debug("The backlog of region {} is not known", region, silent);
      fresh = Optional.empty();
    }
    known.put(region, new Known(now, fresh));
    return fresh;
  }
}
