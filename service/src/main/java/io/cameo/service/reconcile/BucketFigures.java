package io.cameo.service.reconcile;

import io.cameo.service.observability.Metric;
import io.cameo.service.observability.Remembered;
import io.cameo.service.observability.StorageMetric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What the store itself holds, as the last run of gc that came to its end has seen. */
@Configuration(proxyBeanMethods = false)
class BucketFigures {

  private static final Duration BELIEF = Duration.ofMinutes(1);

  /**
   * A run.
   *
   * @param ageSeconds since its end
   */
  private record Seen(Tally tally, double ageSeconds) {
    double stillMissing() {
      return Math.max(
          0, tally.count(Pile.MISSING) - tally.count(Pile.REPAIRED) - tally.count(Pile.RECOVERED));
    }
  }

  @Bean
  MeterBinder bucketMetrics(JdbcClient sql, JsonMapper json, Clock clock) {
    Remembered<Optional<Seen>> last =
        new Remembered<>("bucket-figures", () -> ask(sql, json), BELIEF, clock);
    return registry -> {
      show(registry, last, StorageMetric.BUCKET_OBJECTS, seen -> seen.tally.count(Pile.OBJECTS));
      show(registry, last, StorageMetric.BUCKET_BYTES, seen -> seen.tally.bytes(Pile.OBJECTS));
      show(
          registry,
          last,
          StorageMetric.BUCKET_ORPHAN_BYTES,
          seen -> seen.tally.bytes(Pile.ORPHANS));
      show(registry, last, StorageMetric.BUCKET_MISSING, Seen::stillMissing);
      StorageMetric.BUCKET_AGE.heldGauge(
          registry,
          last,
          it -> it.figure(seen -> seen.map(Seen::ageSeconds).orElse(Double.POSITIVE_INFINITY)));
    };
  }

  private static void show(
      MeterRegistry registry,
      Remembered<Optional<Seen>> last,
      Metric metric,
      ToDoubleFunction<Seen> figure) {
    metric.heldGauge(
        registry,
        last,
        it -> it.figure(seen -> seen.map(figure::applyAsDouble).orElse(Double.NaN)));
  }

  private static Optional<Seen> ask(JdbcClient sql, JsonMapper json) {
    return sql.sql(
            """
            select tally, extract(epoch from now() - finished_at) as age from gc_run
            where outcome = 'done' order by finished_at desc limit 1
            """)
        .query(
            (row, index) ->
                new Seen(Tally.of(json.readTree(row.getString("tally"))), row.getDouble("age")))
        .optional();
  }
}
