package io.cameo.service.switches;

import static io.cameo.service.switches.TestSwitches.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.settings.BadWishException;
import io.cameo.storage.Until;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What users are told while two nodes run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoticesTest {

  private TestDatabase database;
  private volatile boolean away;
  private SwitchBook one;
  private SwitchBook other;
  private Notices notices;
  private ChangeFeed feed;
  private final List<String> changes = new ArrayList<>();

  @BeforeAll
  void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void twoNodes() {
    database.sql().sql("truncate thrown_switch, notice cascade").update();
    away = false;
    changes.clear();
    one = TestSwitches.of(database.dataSource(), new ChangeBus());
    notices = TestSwitches.notices(database.dataSource(), one);
    ChangeBus bus = new ChangeBus();
    other =
        TestSwitches.of(
            new DelegatingDataSource(database.dataSource()) {
              @Override
              public Connection getConnection() throws SQLException {
                if (away) {
                  throw new SQLException("an injected fault: no connection", "08001");
                }
                return super.getConnection();
              }
            },
            bus);
    feed = new ChangeFeed(database::connect, bus, Duration.ofMillis(50));
    feed.start();
  }

  @AfterEach
  void stop() {
    feed.stop();
  }

  private void note(NoticeChange change) {
    changes.add(change.type().word() + " " + change.notice().terms().message());
  }

  private Notice say(NoticeWish wish) {
    return notices.say(wish, "the test", this::note);
  }

  private static NoticeWish planned(Instant from, Optional<Instant> until, boolean readOnly) {
    return new NoticeWish(
        NoticeKind.MAINTENANCE, "Soon.", Optional.of(from), until, Optional.empty(), readOnly);
  }

  private void move(String column, String to) {
    database.sql().sql("update notice set " + column + " = now() + interval '" + to + "'").update();
  }

  private void move(String column, String to, String kind) {
    database
        .sql()
        .sql("update notice set " + column + " = now() + interval '" + to + "' where kind = ?")
        .param(kind)
        .update();
  }

  @Test
  void theOtherNodeHearsOfANoticeOfItsWordsAndOfItsEnd() {
    Notice said = say(wish("We are moving house.", false));
    Until.holds("the other node to hear", () -> other.notice().isPresent());
    assertThat(other.notice().orElseThrow().terms().message()).isEqualTo("We are moving house.");
    assertThat(other.isOn(Switch.UPLOADS)).isTrue();

    assertThat(say(wish("It takes longer.", false)).id()).isEqualTo(said.id());
    Until.holds(
        "the other node to hear",
        () -> other.notice().orElseThrow().terms().message().equals("It takes longer."));

    assertThat(notices.end(this::note)).isTrue();
    assertThat(one.notice()).isEmpty();
    Until.holds("the other node to hear", () -> other.notice().isEmpty());
    assertThat(notices.end(this::note)).as("a second end").isFalse();
    assertThat(changes)
        .containsExactly(
            "started We are moving house.", "updated It takes longer.", "ended It takes longer.");
  }

  @Test
  void aReadOnlyTimeThrowsTheSwitchOfUploadsWithItsMessageAndPutsItBack() {
    say(wish("Reading only.", true));
    Until.holds("the other node to hear", () -> !other.isOn(Switch.UPLOADS));
    Thrown off = other.thrown(Switch.UPLOADS).orElseThrow();
    assertThat(off.reason()).isEqualTo("Reading only.");
    assertThat(other.notice().orElseThrow().isWhy(off)).isTrue();

    say(wish("Still reading only.", true));
    assertThat(one.thrown(Switch.UPLOADS).orElseThrow().reason()).isEqualTo("Still reading only.");
    say(wish("Uploads work.", false));
    assertThat(one.isOn(Switch.UPLOADS)).isTrue();
    say(wish("Reading only.", true));
    notices.end(this::note);

    assertThat(one.isOn(Switch.UPLOADS)).isTrue();
    Until.holds("the other node to hear", () -> other.isOn(Switch.UPLOADS));
  }

  @Test
  void uploadsThatAreOffForAnotherReasonStaySo() {
    TestSwitches.turn(one, Switch.UPLOADS, false);
    assertThatThrownBy(() -> say(wish("Reading only.", true)))
        .isInstanceOf(BadWishException.class)
        .hasMessageContaining("already");
    assertThat(one.notice()).as("nothing of it was done").isEmpty();

    say(wish("Something else.", false));
    notices.end(this::note);

    assertThat(one.thrown(Switch.UPLOADS).orElseThrow().reason()).isEqualTo("Moving house.");
  }

  @Test
  void theSwitchCanBeTurnedByItselfMeanwhile() {
    say(wish("Reading only.", true));
    TestSwitches.turn(one, Switch.UPLOADS, true);
    assertThat(one.isOn(Switch.UPLOADS)).isTrue();
    TestSwitches.turn(one, Switch.UPLOADS, false);

    notices.end(this::note);

    assertThat(one.isOn(Switch.UPLOADS)).as("it is off for another reason now").isFalse();
  }

  @Test
  void whatIsAnnouncedIsToldAtOnceAndBeginsAndEndsByItself() {
    Instant from = one.now().plusSeconds(3_600);
    say(planned(from, Optional.of(from.plusSeconds(60)), true));
    Notice told = one.notice().orElseThrow();
    assertThat(told.begun()).isFalse();
    assertThat(told.terms().from()).isBetween(from.minusMillis(1), from.plusMillis(1));
    assertThat(one.isOn(Switch.UPLOADS)).isTrue();
    notices.tend(this::note);
    assertThat(changes).containsExactly("announced Soon.");

    move("begins_at", "-1 second");
    notices.tend(this::note);
    assertThat(one.notice().orElseThrow().begun()).isTrue();
    assertThat(one.isOn(Switch.UPLOADS)).isFalse();

    move("ends_at", "-1 millisecond");
    one.load();
    assertThat(one.notice()).as("no node tells what is over").isEmpty();
    notices.tend(this::note);
    notices.tend(this::note);

    assertThat(one.isOn(Switch.UPLOADS)).isTrue();
    assertThat(changes).containsExactly("announced Soon.", "started Soon.", "ended Soon.");
  }

  @Test
  void whatIsAnnouncedCanBeChangedBegunAndCalledOff() {
    Instant from = one.now().plusSeconds(3_600);
    say(planned(from, Optional.empty(), false));
    say(planned(from.plusSeconds(60), Optional.empty(), false));
    say(wish("Now.", false));
    notices.end(this::note);
    say(planned(from, Optional.empty(), false));
    notices.end(this::note);

    assertThat(changes)
        .containsExactly(
            "announced Soon.",
            "updated Soon.",
            "started Now.",
            "ended Now.",
            "announced Soon.",
            "ended Soon.");
  }

  private static NoticeWish incident(String message) {
    return incident(message, false);
  }

  private static NoticeWish incident(String message, boolean readOnly) {
    return wish(NoticeKind.INCIDENT, message, readOnly);
  }

  @Test
  void anIncidentIsToldAtOnceAndPlannedWorkStaysPlanned() {
    Instant from = one.now().plusSeconds(3_600);
    Notice work = say(planned(from, Optional.of(from.plusSeconds(3_600)), true));

    say(incident("Pictures load slowly."));
    say(incident("Still slowly."));
    assertThat(one.notice().orElseThrow().terms().message()).isEqualTo("Still slowly.");
    assertThatThrownBy(() -> say(planned(from, Optional.empty(), false)))
        .hasMessageContaining("incident is open. End it first");
    notices.end(this::note);

    assertThat(one.notice().orElseThrow().id()).isEqualTo(work.id());
    assertThat(one.isOn(Switch.UPLOADS)).isTrue();
    notices.end(this::note);
    assertThat(one.notice()).isEmpty();
    assertThat(changes)
        .containsExactly(
            "announced Soon.",
            "started Pictures load slowly.",
            "updated Still slowly.",
            "ended Still slowly.",
            "ended Soon.");
  }

  @Test
  void plannedWorkBeginsAndEndsByItselfBehindAnIncident() {
    Instant from = one.now().plusSeconds(3_600);
    say(planned(from, Optional.of(from.plusSeconds(60)), true));
    say(incident("Slowly."));
    move("begins_at", "-1 second", "maintenance");
    notices.tend(this::note);
    assertThat(one.isOn(Switch.UPLOADS)).as("no uploads, as was announced").isFalse();
    assertThat(one.notice().orElseThrow().terms().message()).isEqualTo("Slowly.");

    move("ends_at", "-1 millisecond", "maintenance");
    notices.tend(this::note);
    assertThat(one.isOn(Switch.UPLOADS)).isTrue();
    assertThat(one.notice().orElseThrow().terms().message()).isEqualTo("Slowly.");
    notices.end(this::note);

    assertThat(one.notice()).isEmpty();
    assertThat(changes)
        .containsExactly(
            "announced Soon.", "started Slowly.", "started Soon.", "ended Soon.", "ended Slowly.");
  }

  @Test
  void aReadOnlyTimeHoldsOnWhenTheIncidentBeforeItEndsByItself() {
    Instant from = one.now().plusSeconds(3_600);
    say(planned(from, Optional.empty(), true));
    say(incident("Reading only.", true));
    move("begins_at", "-1 second", "maintenance");
    notices.tend(this::note);
    assertThat(one.thrown(Switch.UPLOADS).orElseThrow().reason()).isEqualTo("Reading only.");
    move("ends_at", "-1 millisecond", "incident");

    notices.tend(this::note);

    assertThat(one.notice().orElseThrow().terms().message()).isEqualTo("Soon.");
    assertThat(one.thrown(Switch.UPLOADS).orElseThrow().reason()).isEqualTo("Soon.");
  }

  @Test
  void uploadsThatWereSwitchedOnMeanwhileStayOnAfterAnIncident() {
    say(wish("Reading only.", true));
    say(incident("Slowly."));
    TestSwitches.turn(one, Switch.UPLOADS, true);

    notices.end(this::note);

    assertThat(one.notice().orElseThrow().terms().message()).isEqualTo("Reading only.");
    assertThat(one.isOn(Switch.UPLOADS)).isTrue();
  }

  @Test
  void whatCannotBeReadAtTheMomentHoldsAsItWasRead() {
    say(wish("Here still.", false));
    Until.holds("the other node to hear", () -> other.notice().isPresent());

    away = true;
    other.look();

    assertThat(other.notice().orElseThrow().terms().message()).isEqualTo("Here still.");
  }

  @Test
  void aNoticeOfANewerReleaseIsLeftAlone() {
    database
        .sql()
        .sql(
            """
            insert into notice (id, kind, message, read_only, begins_at, begun, opened_by)
            values (gen_random_uuid(), 'new', 'new', false, now(), true, 'new')
            """)
        .update();
    one.load();

    assertThat(one.notice()).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsRefusedWithASentence() {
    for (String message : List.of("", " ", "two\nlines", "a\u202eb", "\ud800", "x".repeat(301))) {
      assertThatThrownBy(() -> wish(message, false))
          .as(message)
          .isInstanceOf(BadWishException.class)
          .hasMessageContaining("300");
    }
    Instant now = one.now();
    assertThatThrownBy(() -> say(planned(now.minusSeconds(1), Optional.empty(), false)))
        .hasMessageContaining("begun already");
    assertThatThrownBy(
            () -> say(planned(now.plusSeconds(9), Optional.of(now.plusSeconds(9)), false)))
        .hasMessageContaining("before it begins");
    assertThatThrownBy(() -> say(planned(now.plusSeconds(400L * 86_400), Optional.empty(), false)))
        .hasMessageContaining("within a year");
    assertThatThrownBy(
            () ->
                new NoticeWish(
                    NoticeKind.INCIDENT,
                    "Both.",
                    Optional.empty(),
                    Optional.of(now.plusSeconds(9)),
                    Optional.of(Duration.ofHours(1)),
                    false))
        .hasMessageContaining("not both");
    say(wish("Begun.", false));
    assertThatThrownBy(() -> say(planned(now.plusSeconds(9), Optional.empty(), false)))
        .hasMessageContaining("has begun");
  }
}
