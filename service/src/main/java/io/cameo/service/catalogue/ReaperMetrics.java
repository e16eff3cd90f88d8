package io.cameo.service.catalogue;

import io.cameo.service.observability.Metric;
import io.cameo.service.observability.StorageMetric;
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
    gauge(StorageMetric.REAPER_DUE, Backlog::versions);
    gauge(StorageMetric.REAPER_OLDEST, Backlog::oldestSeconds);
    gauge(StorageMetric.REAPER_DEFERRED, Backlog::deferred);
  }

  private void gauge(Metric metric, ToDoubleFunction<Backlog> value) {
    metric.gauge(
        metrics, this, self -> self.backlog().map(value::applyAsDouble).orElse(Double.NaN));
  }

  /** Adds what one clean-up did. */
  void count(Reaper.Report report) {
    StorageMetric.REAPER_VERSIONS.counter(metrics, "gone").increment(report.versions());
    StorageMetric.REAPER_VERSIONS.counter(metrics, "failed").increment(report.failed());
    StorageMetric.REAPER_OBJECTS.counter(metrics).increment(report.objects());
    StorageMetric.REAPER_EXPIRED.counter(metrics).increment(report.expired());
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
