package io.cameo.service.catalogue;

import io.cameo.service.observability.Measure;
import io.cameo.service.observability.Remembered;
import io.cameo.service.observability.StorageMetric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How much is stored, by the database's word. A table of any size is read for a moment only: of
 * more than {@value #PAGES} pages a sample of that many is counted and the rest reckoned from it.
 */
final class StoredFigures {

  private static final Duration BELIEF = Duration.ofMinutes(5);

  /** 16 MB, some ten thousand versions. */
  private static final int PAGES = 2_000;

  private final JdbcClient sql;
  private final int most;

  StoredFigures(JdbcClient sql) {
    this(sql, PAGES);
  }

  StoredFigures(JdbcClient sql, int most) {
    this.sql = sql;
    this.most = most;
  }

  /** Of one class or state. */
  record Amount(double count, double bytes) {
    static final Amount NONE = new Amount(0, 0);
  }

  /** By what it is of, such as {@code class jpg} or {@code state live}. */
  Map<String, Amount> ask() {
    long pages =
        sql.sql(
                "select pg_relation_size('version') / current_setting('block_size')::bigint as pages")
            .query(Long.class)
            .single();
    double share = pages <= most ? 1 : (double) most / pages;
    Map<String, Amount> amounts = new HashMap<>();
    sql.sql(
            """
            with sample as materialized (
              select state, objects from version tablesample system (?::real))
            select 'state ' || lower(state) as what, count(*) as amount, 0 as bytes
            from sample group by state
            union all
            select 'class ' || case when o ->> 'name' like 'master.%' then 'master'
                else lower(substring(o ->> 'name' from '[^.]*$')) end,
              count(*), sum((o ->> 'bytes')::bigint)
            from sample, jsonb_array_elements(objects) o group by 1
            """)
        .param(100 * share)
        .query(
            row -> {
              Amount amount =
                  new Amount(row.getDouble("amount") / share, row.getDouble("bytes") / share);
              amounts.merge(
                  known(row.getString("what")),
                  amount,
                  (one, other) -> new Amount(one.count + other.count, one.bytes + other.bytes));
            });
    return amounts;
  }

  private static String known(String what) {
    String word = what.substring(what.indexOf(' ') + 1);
    return what.startsWith("class ")
            && !values(StorageMetric.STORED_BYTES).contains(word.toLowerCase(Locale.ROOT))
        ? "class other"
        : what;
  }

  private static List<String> values(StorageMetric metric) {
    Measure.Label label = metric.measure().labels().getFirst();
    return label.values();
  }

  /** Shows it as gauges. */
  static void register(JdbcClient sql, Clock clock, MeterRegistry registry) {
    StoredFigures figures = new StoredFigures(sql);
    Remembered<Map<String, Amount>> now =
        new Remembered<>("stored-bytes", figures::ask, BELIEF, clock);
    for (String one : values(StorageMetric.STORED_BYTES)) {
      StorageMetric.STORED_BYTES.heldGauge(
          registry, now, it -> it.figure(all -> of(all, "class " + one).bytes), one);
      StorageMetric.STORED_OBJECTS.heldGauge(
          registry, now, it -> it.figure(all -> of(all, "class " + one).count), one);
    }
    for (String one : values(StorageMetric.STORED_VERSIONS)) {
      StorageMetric.STORED_VERSIONS.heldGauge(
          registry, now, it -> it.figure(all -> of(all, "state " + one).count), one);
    }
  }

  private static Amount of(Map<String, Amount> all, String what) {
    return all.getOrDefault(what, Amount.NONE);
  }
}
