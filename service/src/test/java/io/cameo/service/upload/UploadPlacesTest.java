package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.http.ProblemException;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.limits.Limit;
import io.cameo.service.limits.LimitChange;
import io.cameo.service.limits.TestLimits;
import io.cameo.service.switches.TestSwitches;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each amount of the places, changed while the gate is in use. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadPlacesTest {

  private static final List<String> ANN = List.of("address 192.0.2.1", "subject ann");
  private static final List<String> BOB = List.of("address 192.0.2.2", "subject bob");

  private TestDatabase database;
  private TestLimits node;
  private UploadGate gate;

  @BeforeAll
  void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void gate() {
    database.sql().sql("truncate limit_rule").update();
    node =
        TestLimits.node(
            database.dataSource(),
            Map.of(
                Limit.UPLOADS_AT_ONCE, 4L,
                Limit.UPLOADS_AT_ONCE_CALLER, 4L,
                Limit.UPLOADS_WAITING, 0L,
                Limit.UPLOADS_WAIT_SECONDS, 0L),
            Clock.systemUTC());
    gate =
        new UploadConfiguration()
            .uploadGate(
                new UploadSettings(
                    1_000, 4, Duration.ofSeconds(1), Path.of("unused"), 0, Optional.empty()),
                node.book(),
                TestSwitches.untouched(),
                new SimpleMeterRegistry());
  }

  private void set(Limit limit, long amount) {
    node.book().change(LimitChange.set(limit.word(), Optional.empty(), amount), () -> {});
  }

  private void isBusy(List<String> names) {
    assertThatThrownBy(() -> gate.enter(names))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(503);
              assertThat(refused.problem().retryAfter()).isPresent();
            });
  }

  @Test
  void fewerUploadsAtOnceHoldFromTheNextOneOn() {
    gate.enter(ANN);
    set(Limit.UPLOADS_AT_ONCE, 1);

    isBusy(BOB);
    set(Limit.UPLOADS_AT_ONCE, 2);
    gate.enter(BOB);
    assertThat(gate.inside()).isEqualTo(2);
  }

  @Test
  void fewerUploadsOfOneCallerLeaveThePlacesToOthers() {
    gate.enter(ANN);
    gate.enter(ANN);
    set(Limit.UPLOADS_AT_ONCE_CALLER, 2);

    isBusy(ANN);
    isBusy(List.of("address 192.0.2.9", "subject ann"));
    gate.enter(BOB);
  }

  @Test
  void whoMayWaitIsLetInWhenAPlaceIsFree() throws Exception {
    set(Limit.UPLOADS_AT_ONCE, 1);
    set(Limit.UPLOADS_WAIT_SECONDS, 100);
    FairQueue.Place first = gate.enter(ANN);
    isBusy(BOB);
    set(Limit.UPLOADS_WAITING, 1);

    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FairQueue.Place> waiting = thread.submit(() -> gate.enter(BOB));
      first.close();
      waiting.get(30, TimeUnit.SECONDS).close();
    }
    assertThat(gate.inside()).isZero();
  }

  @Test
  void withoutPatienceNobodyWaits() {
    set(Limit.UPLOADS_AT_ONCE, 1);
    set(Limit.UPLOADS_WAITING, 10);
    gate.enter(ANN);

    isBusy(BOB);
  }
}
