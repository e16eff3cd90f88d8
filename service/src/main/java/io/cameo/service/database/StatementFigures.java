package io.cameo.service.database;

import io.cameo.service.database.Statements.Statement;
import io.cameo.service.observability.Remembered;
import io.cameo.service.observability.ServiceMetric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Shows the slowest statements as metrics: never more than {@value #MOST}, by their ids. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class StatementFigures {

  static final int MOST = 10;

  private static final Duration BELIEF = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(StatementFigures.class);

  /** Less often called ones, such as those of a start, say nothing. */
  private static final int CALLS_TO_COUNT = 10;

  @Bean
  MeterBinder statementMetrics(
      JdbcClient sql, StatementSettings settings, EmbeddedServer embedded, Clock clock) {
    // Asked at once, whether or not anybody scrapes: an embedded server begins to count by it.
    return registry ->
        register(registry, sql, settings, embedded.server().isPresent(), clock).last();
  }

  static Remembered<Optional<List<Statement>>> register(
      MeterRegistry registry,
      JdbcClient sql,
      StatementSettings settings,
      boolean ownServer,
      Clock clock) {
    MultiGauge means = rows(registry, ServiceMetric.STATEMENT_MEAN);
    MultiGauge calls = rows(registry, ServiceMetric.STATEMENT_CALLS);
    Statements statements = new Statements(sql);
    Remembered<Optional<List<Statement>>> now =
        new Remembered<>(
            "statements",
            () -> {
              Optional<List<Statement>> all = asked(statements, ownServer);
              List<Statement> slowest = slowest(all.orElse(List.of()));
              show(means, ServiceMetric.STATEMENT_MEAN, slowest, one -> one.meanMillis() / 1_000);
              show(calls, ServiceMetric.STATEMENT_CALLS, slowest, Statement::calls);
              return all;
            },
            BELIEF,
            clock);
    ServiceMetric.STATEMENTS_KNOWN.heldGauge(
        registry, now, it -> it.figure(all -> all.isPresent() ? 1 : 0));
    double slow = settings.slow().toNanos() / 1e6;
    ServiceMetric.STATEMENTS_SLOW.heldGauge(
        registry,
        now,
        it ->
            it.figure(
                all ->
                    all.map(
                            list ->
                                (double) counted(list).filter(s -> s.meanMillis() >= slow).count())
                        .orElse(Double.NaN)));
    return now;
  }

  private static Optional<List<Statement>> asked(Statements statements, boolean ownServer) {
    Optional<List<Statement>> all = statements.all();
    if (all.isPresent() || !ownServer) {
      return all;
    }
    try {
      statements.enable();
    } catch (DataAccessException refused) {
      LOG.debug("Statements are not counted", refused);
    }
    return statements.all();
  }

  private static java.util.stream.Stream<Statement> counted(List<Statement> all) {
    return all.stream().filter(one -> one.calls() >= CALLS_TO_COUNT);
  }

  private static List<Statement> slowest(List<Statement> all) {
    return counted(all)
        .sorted(Comparator.comparingDouble(Statement::meanMillis).reversed())
        .limit(MOST)
        .toList();
  }

  private static MultiGauge rows(MeterRegistry registry, ServiceMetric metric) {
    String unit = metric.measure().unit();
    return MultiGauge.builder(metric.measure().name())
        .description(metric.measure().meaning())
        .baseUnit(unit.isEmpty() ? null : unit)
        .register(registry);
  }

  private static void show(
      MultiGauge gauge,
      ServiceMetric metric,
      List<Statement> statements,
      ToDoubleFunction<Statement> value) {
    gauge.register(
        statements.stream()
            .map(
                one ->
                    MultiGauge.Row.of(
                        metric.tags(one.id()), one, each -> value.applyAsDouble(each)))
            .toList(),
        true);
  }
}
