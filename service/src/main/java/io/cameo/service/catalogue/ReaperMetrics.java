package io.cameo.service.catalogue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * What the reaper has done, and what waits for it. Every node reports the same backlog, whichever
 * of them cleans up; it is asked for at most once in {@link #BELIEF}, however often it is read.
 */
final class ReaperMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(ReaperMetrics.class);

  static final Duration BELIEF = Duration.ofSeconds(15);

  /** More are not counted: whether it is ten thousand or a million, somebody has to look. */
  private static final int MOST_COUNTED = 10_000;

  private final JdbcClient sql;
  private final MeterRegistry metrics;
  private final Clock clock;
  private Optional<Backlog> known = Optional.empty();
  private Instant knownSince = Instant.EPOCH;

  /**
   * @param versions that are due, counted up to a limit
   * @param oldestSeconds how long the first of them has been due; 0 when there is none
   * @param deferred versions whose deletion failed and waits
   */
  record Backlog(double versions, double oldestSeconds, double deferred) {}

  ReaperMetrics(JdbcClient sql, MeterRegistry metrics, Clock clock) {
    this.sql = sql;
    this.metrics = metrics;
    this.clock = clock;
    gauge(
        "cameo.reaper.due",
        "Versions whose time is over, counted up to " + MOST_COUNTED,
        Backlog::versions);
    gauge(
        "cameo.reaper.oldest.seconds",
        "How long the oldest version that is due has waited for its deletion",
        Backlog::oldestSeconds);
    gauge(
        "cameo.reaper.deferred",
        "Versions whose objects could not be deleted and are tried again later",
        Backlog::deferred);
  }

  private void gauge(String name, String description, ToDoubleFunction<Backlog> value) {
    Gauge.builder(name, this, self -> self.backlog().map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .register(metrics);
  }

  /** Adds what one clean-up did. */
  void count(Reaper.Report report) {
    metrics.counter("cameo.reaper.versions", "outcome", "gone").increment(report.versions());
    metrics.counter("cameo.reaper.versions", "outcome", "failed").increment(report.failed());
    metrics.counter("cameo.reaper.objects").increment(report.objects());
    metrics.counter("cameo.reaper.expired").increment(report.expired());
  }

  /** Empty when the database does not say. */
  synchronized Optional<Backlog> backlog() {
    Instant now = clock.instant();
    if (now.isBefore(knownSince.plus(BELIEF))) {
      return known;
    }
    knownSince = now;
    try {
      known = Optional.of(ask());
    } catch (DataAccessException | TransactionException silent) {
      LOG.debug("The reaper's backlog is not known", silent);
      known = Optional.empty();
    }
    return known;
  }

  private Backlog ask() {
    return sql.sql(
            """
            select count(*) as due,
              coalesce(extract(epoch from now() - min(delete_after)), 0) as oldest,
              (select count(*) from reap_failure) as deferred
            from (
              select delete_after from version
              where state in ('RETIRED', 'EXPIRED', 'TOMBSTONED', 'PENDING')
                and delete_after < now()
              order by delete_after limit ?) as waiting
            """)
        .param(MOST_COUNTED)
        .query(
            (row, index) ->
                new Backlog(
                    row.getDouble("due"), row.getDouble("oldest"), row.getDouble("deferred")))
        .single();
  }
}
