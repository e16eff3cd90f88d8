package io.cameo.service.limits;

import static io.cameo.service.limits.LimitRig.NOWHERE;
import static io.cameo.service.limits.LimitRig.OFFICE;
import static io.cameo.service.limits.LimitRig.attempt;
import static io.cameo.service.limits.LimitRig.refusal;
import static io.cameo.service.limits.LimitRig.takeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

/** The limits on a real PostgreSQL, with a clock that is moved by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadLimitsTest {

  private LimitRig rig;

  @BeforeAll
  void open() {
    rig = new LimitRig();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @BeforeEach
  void forget() {
    rig.forget();
  }

  /** One node, three uploads an hour for a subject and five for an address. */
  private TestLimits node() {
    return rig.node(Map.of(Limit.SUBJECT_UPLOADS, 3L, Limit.ADDRESS_UPLOADS, 5L));
  }

  private List<String> rows() {
    return rig.database
        .sql()
        .sql("select id from limit_level order by id")
        .query(String.class)
        .list();
  }

  @Test
  void refusesASubjectThatHasUsedUpItsAllowanceAndSaysWhenToComeAgain() {
    TestLimits node = node();
    takeAll(node, "ann", 3);

    Problem problem = refusal(node, attempt("ann", NOWHERE));

    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.code()).isEqualTo("rate-limited");
    assertThat(problem.extras())
        .containsEntry("limit", "subject")
        .containsEntry("unit", "uploads")
        .containsEntry("violated-policies", List.of("subject-uploads"));
    assertThat(problem.retryAfter().orElseThrow())
        .isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20).plusSeconds(1));
    assertThatCode(() -> node.limits().take(attempt("bob", NOWHERE))).doesNotThrowAnyException();
  }

  @Test
  void letsARefusedSubjectInAgainWhenItsTimeIsUpAndNotBefore() {
    TestLimits node = node();
    takeAll(node, "ann", 3);
    Duration wait = refusal(node, attempt("ann", NOWHERE)).retryAfter().orElseThrow();

    rig.clock.move(wait.minusSeconds(1));
    assertThat(refusal(node, attempt("ann", NOWHERE)).retryAfter()).contains(Duration.ofSeconds(1));
    rig.clock.move(Duration.ofSeconds(1));
    takeAll(node, "ann", 1);

    assertThat(refusal(node, attempt("ann", NOWHERE)).status()).isEqualTo(429);
    rig.clock.move(Duration.ofHours(2));
    takeAll(node, "ann", 3);
    assertThat(refusal(node, attempt("ann", NOWHERE)).status()).isEqualTo(429);
  }

  @Test
  void twoNodesShareTheAllowance() {
    TestLimits one = node();
    TestLimits other = node();
    takeAll(one, "ann", 2);
    takeAll(other, "ann", 1);

    assertThat(refusal(one, attempt("ann", NOWHERE)).status()).isEqualTo(429);
    assertThat(refusal(other, attempt("ann", NOWHERE)).status()).isEqualTo(429);
  }

  @Test
  void noRaceOfTwoNodesLetsInMoreThanTheAllowance() throws InterruptedException {
    Map<Limit, Long> amounts = Map.of(Limit.SUBJECT_UPLOADS, 10L, Limit.SERVICE_UPLOADS, 1_000L);
    TestLimits[] nodes = {rig.node(amounts), rig.node(amounts)};
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 60; i++) {
        TestLimits node = nodes[i % 2];
        callers.submit(
            () -> {
              try {
                node.limits().take(attempt("ann", NOWHERE));
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
  void nodesWithDifferentClocksGiveNobodyMoreThanTheFasterOneWould() {
    TestLimits node = node();
    takeAll(node, "ann", 3);
    rig.clock.move(Duration.ofMinutes(-30));
    TestLimits behind = node();

    assertThat(refusal(behind, attempt("ann", NOWHERE)).status()).isEqualTo(429);
  }

  @Test
  void limitsAnAddressWhoeverComesFromIt() {
    TestLimits node = node();
    for (int i = 0; i < 5; i++) {
      node.limits().take(attempt("subject-" + i, OFFICE));
    }

    Problem problem = refusal(node, attempt("ann", OFFICE));

    assertThat(problem.extras()).containsEntry("limit", "address");
    assertThat(problem.detail()).doesNotContain("192.0.2.7");
    node.limits().take(attempt("ann", Optional.of("192.0.2.8")));
    node.limits().take(attempt("bob", NOWHERE));
  }

  @Test
  void countsAnIpv6NetworkAsOneAddress() {
    TestLimits node = node();
    for (int i = 0; i < 5; i++) {
      node.limits().take(attempt("subject-" + i, Optional.of("2001:db8:1:2::" + i)));
    }

    assertThat(refusal(node, attempt("ann", Optional.of("2001:db8:1:2:ffff::1"))).extras())
        .containsEntry("limit", "address");
    node.limits().take(attempt("ann", Optional.of("2001:db8:1:3::1")));
    node.limits().take(attempt("bob", Optional.of("::ffff:192.0.2.7")));
    assertThat(rows()).contains("address 2001:db8:1:2:0:0:0:0/64", "address 192.0.2.7");
  }

  @Test
  void aRefusedCallerCostsTheDatabaseNothingUntilItsTimeIsUp() {
    TestLimits node = node();
    takeAll(node, "ann", 3);
    refusal(node, attempt("ann", NOWHERE));
    int before = rig.connections.get();
    for (int i = 0; i < 100; i++) {
      refusal(node, attempt("ann", NOWHERE));
      refusal(node, attempt("ann", OFFICE));
    }

    assertThat(rig.connections).hasValue(before);
  }

  @Test
  void anUploadAsksTheDatabaseOnceHoweverMuchIsCountedForIt() {
    Map<Limit, Long> amounts = new java.util.EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      amounts.put(limit, 1_000L);
    }
    TestLimits node = rig.node(amounts);
    int before = rig.connections.get();

    node.limits().take(attempt("ann", OFFICE, 500)).settle(400, 9_000_000);
    node.limits().take(attempt("ann", OFFICE, 500));

    assertThat(rig.connections).hasValue(before + 2);
    assertThat(rows())
        .containsExactly("address 192.0.2.7", "service ", "subject ann", "token of-ann");
  }

  @Test
  void aFloodOfDifferentCallersIsRememberedInBoundedMemory() {
    TestLimits node = rig.node(Map.of(Limit.SERVICE_UPLOADS, 1L));
    node.limits().take(attempt("first", NOWHERE));
    int before = rig.connections.get();
    for (int i = 0; i < 2_000; i++) {
      refusal(node, attempt("subject-" + i, Optional.of("10.0." + i / 250 + "." + i % 250)));
    }

    assertThat(rig.connections.get() - before).as("the first of them asked").isEqualTo(1);
    assertThat(node.limits().remembered()).isEqualTo(1);
    Refusals refusals = new Refusals();
    for (int i = 0; i < 250_000; i++) {
      LimitRules.Allowance allowance =
          new LimitRules.Allowance(Holder.subject("s" + i), List.of(1.0, 1.0, 1.0));
      refusals.remember(allowance, List.of(1.0, 1.0, 1.0), rig.clock.instant());
    }
    assertThat(refusals.size()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void aRefusedCallerWhoKeepsTryingTakesNothingFromTheOthersAtItsAddress() {
    TestLimits node = node();
    takeAll(node, "ann", 3);
    for (int i = 0; i < 20; i++) {
      refusal(node, attempt("ann", OFFICE));
    }

    for (int i = 0; i < 5; i++) {
      node.limits().take(attempt("colleague-" + i, OFFICE));
    }
  }

  @Test
  void thePixelsOfAnUploadKeepTheNextOneWaiting() {
    TestLimits node = rig.node(Map.of(Limit.SUBJECT_MEGAPIXELS, 20L));
    node.limits().take(attempt("ann", NOWHERE)).settle(1_000, 39_000_000);

    Problem problem = refusal(node, attempt("ann", NOWHERE));

    assertThat(problem.extras()).containsEntry("unit", "megapixels");
    assertThat(problem.retryAfter().orElseThrow())
        .as("39 and 1 megapixels are 20 more than there are in an hour")
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    rig.clock.move(Duration.ofMinutes(61));
    node.limits().take(attempt("ann", NOWHERE));
  }

  @Test
  void whatWasNotSettledYetIsKnownToTheOtherNodesAMomentLater() {
    TestLimits one = rig.node(Map.of(Limit.SUBJECT_MEGAPIXELS, 20L));
    TestLimits other = rig.node(Map.of(Limit.SUBJECT_MEGAPIXELS, 20L));
    one.limits().take(attempt("ann", NOWHERE)).settle(1_000, 39_000_000);

    one.limits().settleNow();

    assertThat(refusal(other, attempt("ann", NOWHERE)).status()).isEqualTo(429);
  }

  @Test
  void bytesThatDidNotComeAreGivenBackAndNeverMoreThanThose() {
    TestLimits node = rig.node(Map.of(Limit.SUBJECT_BYTES, 1_000L));
    Charge charge = node.limits().take(attempt("ann", NOWHERE, 900));
    charge.settle(100, 0);
    charge.settle(0, 0);
    node.limits().take(attempt("ann", NOWHERE, 900)).settle(900, 0);

    assertThat(refusal(node, attempt("ann", NOWHERE, 100)).extras()).containsEntry("unit", "bytes");
    node.limits().settleNow();
    assertThat(
            rig.database
                .sql()
                .sql("select spent[2] from limit_level where id = 'subject ann'")
                .query(Double.class)
                .single())
        .isEqualTo(1_000);
  }

  @Test
  void anUploadLargerThanTheAllowanceIsTakenWhenAllOfItIsFree() {
    TestLimits node = rig.node(Map.of(Limit.SUBJECT_BYTES, 1_000L));
    node.limits().take(attempt("ann", NOWHERE, 5_000));

    assertThat(refusal(node, attempt("ann", NOWHERE, 1)).retryAfter().orElseThrow())
        .isGreaterThan(Duration.ofHours(4));
  }

  @Test
  void aRefusalForItsLengthLeavesASmallerUploadIn() {
    TestLimits node = rig.node(Map.of(Limit.SUBJECT_BYTES, 1_000_000L));
    node.limits().take(attempt("ann", NOWHERE, 700_000));
    assertThat(refusal(node, attempt("ann", NOWHERE, 900_000)).extras())
        .containsEntry("unit", "bytes");

    node.limits().take(attempt("ann", NOWHERE, 100_000));
    int before = rig.connections.get();
    refusal(node, attempt("ann", NOWHERE, 899_000));
    assertThat(rig.connections).as("a byte less is no new question").hasValue(before);
  }

  @Test
  void tellsTheLongestWaitAgainFromMemoryWhateverIsUsedUpBesides() {
    TestLimits node =
        rig.node(
            Map.of(
                Limit.SUBJECT_UPLOADS, 2L,
                Limit.SUBJECT_MEGAPIXELS, 20L,
                Limit.ADDRESS_MEGAPIXELS, 19L));
    node.limits().take(attempt("ann", OFFICE));
    node.limits().take(attempt("ann", OFFICE)).settle(0, 20_000_000);

    Problem asked = refusal(node, attempt("ann", OFFICE));
    int before = rig.connections.get();
    Problem remembered = refusal(node, attempt("ann", OFFICE));

    assertThat(rig.connections).hasValue(before);
    assertThat(asked.extras()).containsEntry("unit", "uploads");
    assertThat(asked.retryAfter().orElseThrow()).isGreaterThan(Duration.ofMinutes(29));
    assertThat(remembered.retryAfter()).isEqualTo(asked.retryAfter());
    assertThat(remembered.extras()).isEqualTo(asked.extras());
    rig.clock.move(Duration.ofMinutes(20));
    assertThat(refusal(node, attempt("ann", OFFICE)).retryAfter())
        .contains(asked.retryAfter().orElseThrow().minusMinutes(20));
    assertThat(rig.connections).as("it is known without the database").hasValue(before);
  }

  @Test
  void aRefusalOfALargeUploadIsRememberedForASmallerOneAsLongAsThatOneHasToWait() {
    TestLimits node = rig.node(Map.of(Limit.SUBJECT_BYTES, 1_000_000L));
    node.limits().take(attempt("ann", NOWHERE, 1_000_000));
    refusal(node, attempt("ann", NOWHERE, 900_000));
    int before = rig.connections.get();

    assertThat(refusal(node, attempt("ann", NOWHERE, 100_000)).retryAfter().orElseThrow())
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
    assertThat(rig.connections).hasValue(before);
    rig.clock.move(Duration.ofMinutes(7));
    node.limits().take(attempt("ann", NOWHERE, 100_000));
  }

  @Test
  void takesNothingWhenTheLimitsAreOff() {
    TestLimits node =
        rig.node(new LimitSettings(false, LimitRig.all(Map.of(Limit.SUBJECT_UPLOADS, 1L))));
    int before = rig.connections.get();
    for (int i = 0; i < 10; i++) {
      node.limits().take(attempt("ann", OFFICE)).settle(1, 1);
    }
    node.limits().settleNow();

    assertThat(rig.connections).hasValue(before);
    assertThat(node.limits().quota("ann")).isZero();
  }

  @Test
  void letsNobodyInWhileTheDatabaseIsAway() {
    TestLimits node = node();
    takeAll(node, "ann", 1);
    rig.away = true;

    Problem problem = refusal(node, attempt("ann", NOWHERE));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.retryAfter()).isPresent();
    assertThat(problem.detail()).doesNotContain("injected");
    rig.away = false;
    takeAll(node, "ann", 1);
  }

  @Test
  void whatIsStillToBeChargedOutlivesADatabaseThatIsAway() {
    TestLimits node = rig.node(Map.of(Limit.SUBJECT_MEGAPIXELS, 20L));
    node.limits().take(attempt("ann", NOWHERE)).settle(1_000, 39_000_000);
    rig.away = true;
    node.limits().settleNow();
    refusal(node, attempt("ann", NOWHERE));
    rig.away = false;

    assertThat(refusal(node, attempt("ann", NOWHERE)).status()).isEqualTo(429);
  }

  @Test
  void aDatabaseThatWasAwayIsNotRememberedAsARefusal() {
    TestLimits node = node();
    rig.away = true;
    refusal(node, attempt("ann", OFFICE));
    rig.away = false;

    takeAll(node, "ann", 3);
  }

  @Test
  void tellsWhatIsLeftOfTheCallersOwnAllowancesAndNotOfTheServices() {
    TestLimits node =
        rig.node(
            Map.of(
                Limit.SUBJECT_UPLOADS, 30L,
                Limit.ADDRESS_BYTES, 10_000L,
                Limit.SERVICE_UPLOADS, 50L));

    RateLimitFields fields = node.limits().take(attempt("ann", OFFICE, 4_000)).fields();

    assertThat(fields.policy())
        .isEqualTo(
            "\"address-bytes\";q=10000;qu=\"content-bytes\";w=3600,"
                + " \"subject-uploads\";q=30;w=3600");
    assertThat(fields.state())
        .isEqualTo("\"address-bytes\";r=6000;t=1440, \"subject-uploads\";r=29;t=120");
    Problem refused = refusal(node, attempt("bob", OFFICE, 7_000));
    RateLimitFields told = RateLimitFields.of(refused).orElseThrow();
    assertThat(told.policy()).isEqualTo("\"address-bytes\";q=10000;qu=\"content-bytes\";w=3600");
    assertThat(told.state()).startsWith("\"address-bytes\";r=0;t=36");
  }

  @Test
  void tellsNoPolicyInMegapixelsWhichTheRegistryOfUnitsDoesNotHave() {
    TestLimits node = rig.node(Map.of(Limit.SUBJECT_MEGAPIXELS, 20L));

    Charge charge = node.limits().take(attempt("ann", OFFICE, 4_000));

    assertThat(charge.fields())
        .isEqualTo(new RateLimitFields("", "\"subject-megapixels\";r=19;t=180"));
    charge.settle(4_000, 20_000_000);
    RateLimitFields told =
        RateLimitFields.of(refusal(node, attempt("ann", OFFICE, 4_000))).orElseThrow();
    assertThat(told.policy()).isEmpty();
    assertThat(told.state()).startsWith("\"subject-megapixels\";r=0;t=");
  }

  @Test
  void i9KeepsNoNameLongerThanItsAllowanceNeedsToFillUp() {
    TestLimits node = node();
    takeAll(node, "ann", 3);
    rig.clock.move(Duration.ofMinutes(30));
    node.limits().take(attempt("bob", OFFICE));

    node.limits().forgetWhoMayAgain();
    assertThat(rows()).containsExactly("address 192.0.2.7", "subject ann", "subject bob");
    rig.clock.move(Duration.ofMinutes(31));
    node.limits().forgetWhoMayAgain();

    assertThat(rows()).isEmpty();
  }
}
