package io.cameo.service.limits;

import static io.cameo.service.limits.LimitRig.NOWHERE;
import static io.cameo.service.limits.LimitRig.OFFICE;
import static io.cameo.service.limits.LimitRig.attempt;
import static io.cameo.service.limits.LimitRig.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.ChangeFeed;
import io.cameo.service.http.Problem;
import io.cameo.service.settings.BadWishException;
import io.cameo.service.settings.Settings;
import io.cameo.storage.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator sets while two nodes run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitBookTest {

  private final List<ChangeFeed> feeds = new ArrayList<>();
  private LimitRig rig;
  private TestLimits one;
  private TestLimits other;

  @BeforeAll
  void open() {
    rig = new LimitRig();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @BeforeEach
  void twoNodes() {
    rig.forget();
    one = hearing(rig.node(Map.of()));
    other = hearing(rig.node(Map.of()));
    // Each hears from here on: what is announced before a node listens is found by its next look.
    awaitChange(LimitChange.set("subject-uploads", Optional.empty(), 999));
    one.book().change(LimitChange.reset("subject-uploads", Optional.empty()), () -> {});
    Until.holds(
        "the other node to hear of it",
        () -> other.book().rules().amount(Limit.SUBJECT_UPLOADS) == 0);
  }

  @AfterEach
  void stop() {
    feeds.forEach(ChangeFeed::stop);
    feeds.clear();
  }

  private TestLimits hearing(TestLimits node) {
    ChangeFeed feed = new ChangeFeed(rig.database::connect, node.bus(), Duration.ofMillis(50));
    feeds.add(feed);
    feed.start();
    return node;
  }

  /** Changes something on one node until the other has heard. */
  private void awaitChange(LimitChange change) {
    Until.holds(
        "the other node to hear of " + change,
        () -> {
          one.book().change(change, () -> {});
          return other.book().rules().equals(one.book().rules());
        });
  }

  static Stream<Limit> rates() {
    return Stream.of(Limit.values()).filter(limit -> limit.ordinal() < 18);
  }

  /** An upload that counts for every scope that there is, with each credential. */
  private static Attempt of(Limit limit, String subject) {
    Holder credential =
        switch (limit.scope()) {
          case ISSUER, KEY -> new Holder(limit.scope(), "");
          default -> new Holder(Scope.TOKEN, "the-token");
        };
    return new Attempt(subject, credential, OFFICE, 100);
  }

  @ParameterizedTest
  @MethodSource("rates")
  void everyAmountThatIsSetHoldsOnTheOtherNodeWithoutARestart(Limit limit) {
    other.limits().take(of(limit, "ann"));
    one.book().change(LimitChange.set(limit.word(), Optional.empty(), 3), () -> {});
    Until.holds("the other node to hear of it", () -> other.book().rules().amount(limit) == 3);

    other.limits().take(of(limit, "ann")).settle(100, 5_000_000);
    Problem problem = null;
    for (int i = 0; i < 4 && problem == null; i++) {
      try {
        other.limits().take(of(limit, "ann")).settle(100, 5_000_000);
      } catch (io.cameo.service.http.ProblemException refused) {
        problem = refused.problem();
      }
    }
    assertThat(problem).isNotNull();
    assertThat(problem.extras()).containsEntry("policy", limit.word());

    one.book().change(LimitChange.set(limit.word(), Optional.empty(), 1_000_000), () -> {});
    Until.holds(
        "the other node to hear of it", () -> other.book().rules().amount(limit) == 1_000_000);
    other.limits().take(of(limit, "ann"));
    one.book().change(LimitChange.reset(limit.word(), Optional.empty()), () -> {});
    Until.holds("the other node to hear of it", () -> other.book().rules().amount(limit) == 0);
    other.limits().take(of(limit, "ann"));
  }

  @ParameterizedTest
  @MethodSource("rates")
  void everyAmountHasAVariableThatHoldsFromTheStart(Limit limit) {
    String variable =
        switch (limit) {
          case SUBJECT_UPLOADS -> "CAMEO_LIMIT_SUBJECT";
          case ADDRESS_UPLOADS -> "CAMEO_LIMIT_ADDRESS";
          default -> "CAMEO_LIMIT_" + limit.name();
        };
    LimitSettings set = LimitSettings.from(new Settings(Map.of(variable, "7")), 4);

    assertThat(set.amounts()).containsEntry(limit, 7L);
    assertThat(set.amounts()).containsEntry(Limit.UPLOADS_AT_ONCE, 4L);
  }

  @Test
  void theStoredBytesOfASubjectFollowTheQuota() {
    assertThat(other.limits().quota("ann")).isZero();
    one.book().change(LimitChange.set("subject-stored-bytes", Optional.empty(), 5_000), () -> {});
    one.book()
        .change(
            LimitChange.set("subject-stored-bytes", Optional.of(Holder.subject("bob")), 9_000),
            () -> {});
    Until.holds("the other node to hear of it", () -> other.limits().quota("bob") == 9_000);

    assertThat(other.limits().quota("ann")).isEqualTo(5_000);
  }

  @Test
  void anExceptionHoldsForItsHolderAlone() {
    awaitChange(LimitChange.set("subject-uploads", Optional.empty(), 1));
    awaitChange(LimitChange.set("subject-uploads", Optional.of(Holder.subject("ann")), 2));

    LimitRig.takeAll(other, "ann", 2);
    LimitRig.takeAll(other, "bob", 1);
    assertThat(refusal(other, attempt("ann", NOWHERE)).status()).isEqualTo(429);
    assertThat(refusal(other, attempt("bob", NOWHERE)).status()).isEqualTo(429);
  }

  @Test
  void whoIsBlockedIsRefusedOnAllNodesUntilTheTimeIsUpAndCostsNothing() {
    Holder office = Holder.parse("address=192.0.2.7").orElseThrow();
    awaitChange(LimitChange.block(office, Duration.ofMinutes(5)));
    // Whoever asked the database now would be told 503.
    rig.away = true;
    Problem problem = refusal(other, attempt("ann", OFFICE));
    rig.away = false;

    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.extras())
        .containsEntry("limit", "address")
        .containsEntry("policy", "blocked");
    assertThat(problem.retryAfter()).contains(Duration.ofMinutes(5));
    other.limits().take(attempt("ann", Optional.of("192.0.2.8")));
    rig.clock.move(Duration.ofMinutes(5));
    other.limits().take(attempt("ann", OFFICE));
    other.limits().forgetWhoMayAgain();
    one.book().load();
    assertThat(one.book().rules().blocked()).isEmpty();
  }

  @Test
  void whoIsUnblockedIsTakenAgain() {
    Holder ann = Holder.subject("ann");
    awaitChange(LimitChange.block(ann, Duration.ofDays(1)));
    refusal(other, attempt("ann", OFFICE));
    awaitChange(LimitChange.unblock(ann));

    other.limits().take(attempt("ann", OFFICE));
  }

  @Test
  void aNodeThatHearsNothingFindsChangesByLooking() {
    feeds.forEach(ChangeFeed::stop);
    TestLimits deaf = rig.node(Map.of());
    LimitUpkeep upkeep = new LimitUpkeep(deaf.book(), deaf.limits());
    upkeep.start();
    try {
      one.book().change(LimitChange.set("subject-uploads", Optional.empty(), 5), () -> {});
      Until.holds(
          "the other node to hear of it",
          () -> deaf.book().rules().amount(Limit.SUBJECT_UPLOADS) == 5);
    } finally {
      upkeep.stop();
    }
  }

  @Test
  void whatWasReadLastHoldsWhileTheDatabaseIsAway() {
    awaitChange(LimitChange.set("subject-uploads", Optional.empty(), 5));
    rig.away = true;
    other.book().look();

    assertThat(other.book().rules().amount(Limit.SUBJECT_UPLOADS)).isEqualTo(5);
    rig.away = false;
  }

  @Test
  void aChangeThatCannotBeAuditedDoesNotHold() {
    assertThatThrownBy(
            () ->
                one.book()
                    .change(
                        LimitChange.set("subject-uploads", Optional.empty(), 5),
                        () -> {
                          throw new IllegalStateException("no line could be written");
                        }))
        .hasMessageContaining("no line");
    one.book().load();

    assertThat(one.book().rules().amount(Limit.SUBJECT_UPLOADS)).isZero();
  }

  @Test
  void aChangeThatMakesNoSenseIsRefusedWithASentence() {
    for (LimitChange nonsense :
        List.of(
            LimitChange.set("no-such-limit", Optional.empty(), 5),
            LimitChange.set("subject-uploads", Optional.empty(), -1),
            LimitChange.set("uploads-at-once", Optional.empty(), 0),
            LimitChange.set("service-uploads", Optional.of(Holder.subject("ann")), 5),
            LimitChange.set("address-uploads", Optional.of(Holder.subject("ann")), 5),
            LimitChange.block(Holder.subject("ann"), Duration.ZERO),
            LimitChange.block(Holder.subject("ann"), Duration.ofDays(10_000)),
            LimitChange.reset("blocked", Optional.empty()),
            LimitChange.set("blocked", Optional.of(Holder.subject("ann")), 5))) {
      assertThatThrownBy(() -> one.book().change(nonsense, () -> {}))
          .as(nonsense.toString())
          .isInstanceOf(BadWishException.class)
          .hasMessageEndingWith(".");
    }
    assertThat(rig.database.sql().sql("select count(*) from limit_rule").query(Long.class).single())
        .isZero();
  }

  @Test
  void aHolderIsReadAsItIsWritten() {
    for (String text :
        List.of(
            "subject=ann@example.org",
            "token=0af1",
            "address=192.0.2.7",
            "key",
            "key=abcdefghij12",
            "issuer")) {
      assertThat(Holder.parse(text).map(Holder::text)).as(text).contains(text);
    }
    Holder network = Holder.parse("address=2001:db8::5").orElseThrow();
    assertThat(Holder.parse(network.text())).contains(network);
    for (String text : List.of("", "ann", "subject=", "address=example.org", "key=1", "service")) {
      assertThat(Holder.parse(text)).as(text).isEmpty();
    }
  }
}
