package io.cameo.service.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Nodes with limits on one real PostgreSQL, whose questions are counted and may fail. */
final class LimitRig implements AutoCloseable {

  static final Optional<String> NOWHERE = Optional.empty();
  static final Optional<String> OFFICE = Optional.of("192.0.2.7");

  final MovedClock clock = new MovedClock();
  final AtomicInteger connections = new AtomicInteger();
  final TestDatabase database = TestDatabase.open();
  volatile boolean away;

  void forget() {
    database.sql().sql("truncate limit_level, limit_rule").update();
    away = false;
  }

  /** A node on which nothing is limited but what is given. */
  TestLimits node(Map<Limit, Long> amounts) {
    return node(new LimitSettings(true, all(amounts)));
  }

  TestLimits node(LimitSettings settings) {
    DelegatingDataSource counted =
        new DelegatingDataSource(database.dataSource()) {
          @Override
          public Connection getConnection() throws SQLException {
            connections.incrementAndGet();
            if (away) {
              throw new SQLException("an injected fault: no connection", "08001");
            }
            return super.getConnection();
          }
        };
    return TestLimits.node(counted, settings, clock);
  }

  static Map<Limit, Long> all(Map<Limit, Long> amounts) {
    Map<Limit, Long> all = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      all.put(limit, amounts.getOrDefault(limit, limit.least()));
    }
    return all;
  }

  static Attempt attempt(String subject, Optional<String> address, long bytes) {
    return new Attempt(subject, new Holder(Scope.TOKEN, "of-" + subject), address, bytes);
  }

  static Attempt attempt(String subject, Optional<String> address) {
    return attempt(subject, address, 1_000);
  }

  static Problem refusal(TestLimits node, Attempt attempt) {
    Throwable thrown = catchThrowable(() -> node.limits().take(attempt));
    assertThat(thrown).isInstanceOf(ProblemException.class);
    return ((ProblemException) thrown).problem();
  }

  static void takeAll(TestLimits node, String subject, int times) {
    for (int i = 0; i < times; i++) {
      node.limits().take(attempt(subject, NOWHERE));
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
