package io.cameo.service.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The limits on a real PostgreSQL, with a clock that is moved by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadLimitsTest {

  private static final Optional<String> NOWHERE = Optional.empty();
  private static final Optional<String> OFFICE = Optional.of("192.0.2.7");

  private final MovedClock clock = new MovedClock();
  private final AtomicInteger connections = new AtomicInteger();
  private TestDatabase database;
  private volatile boolean away;

  private static final class MovedClock extends Clock {

    private volatile Instant now = Instant.parse("2026-05-01T12:00:00Z");

    void move(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeAll
  void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void forget() {
    database.sql().sql("truncate limit_bucket").update();
    away = false;
  }

  /** One node, three uploads an hour for a subject and five for an address. */
  private UploadLimits node() {
    return node(new LimitSettings(true, 3, 5));
  }

  private UploadLimits node(LimitSettings settings) {
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
    return new LimitConfiguration().uploadLimits(settings, counted, clock);
  }

  private static Problem refusal(UploadLimits limits, String subject, Optional<String> address) {
    Throwable thrown = catchThrowable(() -> limits.take(subject, address));
    assertThat(thrown).isInstanceOf(ProblemException.class);
    return ((ProblemException) thrown).problem();
  }

  private static void takeAll(UploadLimits limits, String subject, int times) {
    for (int i = 0; i < times; i++) {
      limits.take(subject, NOWHERE);
    }
  }

  @Test
  void refusesASubjectThatHasUsedUpItsAllowanceAndSaysWhenToComeAgain() {
    UploadLimits limits = node();
    takeAll(limits, "ann", 3);

    Problem problem = refusal(limits, "ann", NOWHERE);

    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.code()).isEqualTo("rate-limited");
    assertThat(problem.extras()).containsEntry("limit", "subject");
    assertThat(problem.retryAfter().orElseThrow())
        .isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
    assertThatCode(() -> limits.take("bob", NOWHERE)).doesNotThrowAnyException();
  }

  @Test
  void letsARefusedSubjectInAgainWhenItsTimeIsUpAndNotBefore() {
    UploadLimits limits = node();
    takeAll(limits, "ann", 3);
    Duration wait = refusal(limits, "ann", NOWHERE).retryAfter().orElseThrow();

    clock.move(wait.minusSeconds(1));
    assertThat(refusal(limits, "ann", NOWHERE).retryAfter()).contains(Duration.ofSeconds(1));
    clock.move(Duration.ofSeconds(1));
    limits.take("ann", NOWHERE);

    assertThat(refusal(limits, "ann", NOWHERE).status()).isEqualTo(429);
    clock.move(Duration.ofHours(2));
    takeAll(limits, "ann", 3);
    assertThat(refusal(limits, "ann", NOWHERE).status()).isEqualTo(429);
  }

  @Test
  void twoNodesShareTheAllowance() {
    UploadLimits one = node();
    UploadLimits other = node();
    takeAll(one, "ann", 2);
    takeAll(other, "ann", 1);

    assertThat(refusal(one, "ann", NOWHERE).status()).isEqualTo(429);
    assertThat(refusal(other, "ann", NOWHERE).status()).isEqualTo(429);
  }

  @Test
  void noRaceOfTwoNodesLetsInMoreThanTheAllowance() throws InterruptedException {
    LimitSettings settings = new LimitSettings(true, 10, 100);
    UploadLimits[] nodes = {node(settings), node(settings)};
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 60; i++) {
        UploadLimits node = nodes[i % 2];
        callers.submit(
            () -> {
              try {
                node.take("ann", NOWHERE);
                taken.incrementAndGet();
              } catch (ProblemException tooOften) {
                refused.addAndGet(tooOften.problem().status() == 429 ? 1 : 0);
              }
            });
      }
      callers.shutdown();
      assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(taken).hasValue(10);
    assertThat(refused).hasValue(50);
  }

  @Test
  void limitsAnAddressWhoeverComesFromIt() {
    UploadLimits limits = node();
    for (int i = 0; i < 5; i++) {
      limits.take("subject-" + i, OFFICE);
    }

    Problem problem = refusal(limits, "ann", OFFICE);

    assertThat(problem.extras()).containsEntry("limit", "address");
    assertThat(problem.detail()).doesNotContain("192.0.2.7");
    assertThatCode(() -> limits.take("ann", Optional.of("192.0.2.8"))).doesNotThrowAnyException();
    assertThatCode(() -> limits.take("bob", NOWHERE)).doesNotThrowAnyException();
  }

  @Test
  void aRefusedCallerCostsTheDatabaseNothingUntilItsTimeIsUp() {
    UploadLimits limits = node();
    takeAll(limits, "ann", 3);
    refusal(limits, "ann", NOWHERE);
    int before = connections.get();
    for (int i = 0; i < 100; i++) {
      refusal(limits, "ann", NOWHERE);
      refusal(limits, "ann", OFFICE);
    }

    assertThat(connections).hasValue(before);
  }

  @Test
  void aRefusedCallerWhoKeepsTryingTakesNothingFromTheOthersAtItsAddress() {
    UploadLimits limits = node();
    takeAll(limits, "ann", 3);
    for (int i = 0; i < 20; i++) {
      refusal(limits, "ann", OFFICE);
    }

    for (int i = 0; i < 4; i++) {
      limits.take("colleague-" + i, OFFICE);
    }
  }

  @Test
  void takesNothingWhenTheLimitsAreOff() {
    UploadLimits limits = node(new LimitSettings(false, 1, 1));
    int before = connections.get();
    for (int i = 0; i < 10; i++) {
      limits.take("ann", OFFICE);
    }

    assertThat(connections).hasValue(before);
  }

  @Test
  void letsNobodyInWhileTheDatabaseIsAway() {
    UploadLimits limits = node();
    limits.take("ann", NOWHERE);
    away = true;

    Problem problem = refusal(limits, "ann", NOWHERE);

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.retryAfter()).isPresent();
    assertThat(problem.detail()).doesNotContain("injected");
    away = false;
    limits.take("ann", NOWHERE);
  }

  @Test
  void aDatabaseThatWasAwayIsNotRememberedAsARefusal() {
    UploadLimits limits = node();
    away = true;
    refusal(limits, "ann", OFFICE);
    away = false;

    takeAll(limits, "ann", 3);
  }

  @Test
  void i9KeepsNoNameLongerThanItsAllowanceNeedsToFillUp() {
    UploadLimits limits = node();
    takeAll(limits, "ann", 3);
    limits.take("bob", OFFICE);
    assertThat(
            database
                .sql()
                .sql("select max(expires_at) / 1000 - extract(epoch from now()) from limit_bucket")
                .query(Long.class)
                .single())
        .as("seconds until the last of them is forgotten")
        .isBetween(3_600L, 3_960L);
    // The library takes the time of expiry from the machine and not from our clock.
    database
        .sql()
        .sql("update limit_bucket set expires_at = expires_at - 3960000 where id <> 'subject bob'")
        .update();

    limits.forgetWhoMayAgain();

    assertThat(database.sql().sql("select id from limit_bucket").query(String.class).list())
        .containsExactly("subject bob");
  }
}
