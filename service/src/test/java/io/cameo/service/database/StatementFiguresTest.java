package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow statements as metrics. */
@Timeout(60)
class StatementFiguresTest {

  private static final StatementSettings SLOW = new StatementSettings(Duration.ofMillis(2));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private double value(String name) {
    return registry.get(name).gauge().value();
  }

  @Test
  void ofManyStatementsTheTenSlowestAreShownByTheirIds() {
    try (TestDatabase database = TestDatabase.open()) {
      new Statements(database.sql()).enable();
      for (int kind = 1; kind <= 12; kind++) {
        String columns =
            String.join(", ", IntStream.rangeClosed(1, kind).mapToObj(n -> "1 as c" + n).toList());
        for (int call = 0; call < 10; call++) {
          database.sql().sql("select pg_sleep(0.003), " + columns).query((row, index) -> 1).list();
        }
      }

      StatementFigures.register(registry, database.sql(), SLOW, true, Clock.systemUTC()).last();
      Awaitility.await().until(() -> value("cameo.database.statements.known") == 1);

      assertThat(registry.find("cameo.database.statement.mean").gauges())
          .hasSize(StatementFigures.MOST)
          .allSatisfy(
              gauge -> {
                assertThat(gauge.getId().getTag("statement")).matches("[0-9a-f]{8}");
                assertThat(gauge.value()).isGreaterThanOrEqualTo(0.003);
              });
      assertThat(value("cameo.database.statements.slow")).isEqualTo(12);
    }
  }

  @Test
  void anEmbeddedServerBeginsToCountByItselfAndAnothersDoesNot() {
    try (TestDatabase database = TestDatabase.open()) {
      StatementFigures.register(registry, database.sql(), SLOW, false, Clock.systemUTC()).last();
      Awaitility.await().until(() -> value("cameo.database.statements.known") == 0);
      assertThat(new Statements(database.sql()).all()).isEmpty();

      SimpleMeterRegistry own = new SimpleMeterRegistry();
      StatementFigures.register(own, database.sql(), SLOW, true, Clock.systemUTC()).last();
      Awaitility.await()
          .until(() -> own.get("cameo.database.statements.known").gauge().value() == 1);

      assertThat(new Statements(database.sql()).all()).isPresent();
    }
  }

  @Test
  void theIdOfAStatementDoesNotDependOnLinesOrLists() {
    assertThat(Statements.form("select a\n  from b where c in ($1, $2,$3) and d = $4"))
        .isEqualTo("select a from b where c in ($…) and d = $4");
    assertThat(Statements.id(Statements.form("select  1")))
        .isEqualTo(Statements.id(Statements.form("select 1")));
  }
}
