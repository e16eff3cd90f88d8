package io.cameo.service.switches;

import static io.cameo.service.switches.TestSwitches.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.settings.BadWishException;
import io.cameo.storage.Until;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What an operator switches while two nodes run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchBookTest {

  private TestDatabase database;
  private volatile boolean away;
  private SwitchBook one;
  private SwitchBook other;
  private ChangeFeed feed;

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
    database.sql().sql("truncate thrown_switch").update();
    away = false;
    one = TestSwitches.of(database.dataSource(), new ChangeBus());
    ChangeBus bus = new ChangeBus();
    other = TestSwitches.of(mayBeAway(), bus);
    feed = new ChangeFeed(database::connect, bus, Duration.ofMillis(50));
    feed.start();
  }

  @AfterEach
  void stop() {
    feed.stop();
  }

  private DelegatingDataSource mayBeAway() {
    return new DelegatingDataSource(database.dataSource()) {
      @Override
      public Connection getConnection() throws SQLException {
        if (away) {
          throw new SQLException("an injected fault: no connection", "08001");
        }
        return super.getConnection();
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Switch.class)
  void theOtherNodeHearsOfEverySwitchAndOfItsWayBack(Switch which) {
    assertThat(other.isOn(which)).isEqualTo(which.isUsuallyOn());

    turn(one, which, !which.isUsuallyOn());

    assertThat(one.isOn(which)).isNotEqualTo(which.isUsuallyOn());
    Until.holds("the other node to hear", () -> other.isOn(which) != which.isUsuallyOn());
    assertThat(other.thrown(which).orElseThrow().reason()).isEqualTo("Moving house.");
    for (Switch another : Switch.values()) {
      assertThat(other.isOn(another)).isEqualTo(another.isUsuallyOn() == (another != which));
    }

    turn(one, which, which.isUsuallyOn());

    Until.holds("the other node to hear", () -> other.thrown(which).isEmpty());
  }

  @Test
  void theUploadsOfOneSubjectAreItsOwn() {
    turn(one, Switch.UPLOADS, Optional.of("ann"), false);

    assertThat(one.isOn(Switch.UPLOADS)).isTrue();
    assertThat(one.thrownFor(Switch.UPLOADS, "ann")).isPresent();
    assertThat(one.thrownFor(Switch.UPLOADS, "bob")).isEmpty();
    SwitchReport report = SwitchReport.of(one);
    assertThat(report.switches()).allMatch(state -> state.reason() == null);
    assertThat(report.subjects()).extracting(SwitchReport.Own::subject).containsExactly("ann");

    turn(one, Switch.UPLOADS, false);
    assertThat(one.thrownFor(Switch.UPLOADS, "bob")).isPresent();
    turn(one, Switch.UPLOADS, true);
    assertThat(one.thrownFor(Switch.UPLOADS, "ann")).isPresent();
  }

  @Test
  void whatWasSwitchedForATimeGoesBackByItself() {
    one.change(
        new SwitchChange(
            Switch.GRAVATAR, Optional.empty(), false, "A while.", Optional.of(Duration.ofHours(2))),
        "the test",
        () -> {});
    assertThat(one.isOn(Switch.GRAVATAR)).isFalse();
    assertThat(one.thrown(Switch.GRAVATAR).orElseThrow().left(one.now()).orElseThrow())
        .isBetween(Duration.ofMinutes(119), Duration.ofHours(2));

    database.sql().sql("update thrown_switch set until = now() - interval '1 second'").update();
    one.load();

    assertThat(one.isOn(Switch.GRAVATAR)).isTrue();
    assertThat(one.all()).isEmpty();
    turn(one, Switch.PROCESSING, false);
    assertThat(rows()).as("what has gone back is forgotten").isEqualTo(1);
  }

  @Test
  void whatIsReadNotAtTheMomentHoldsAsItWasRead() {
    turn(one, Switch.UPLOADS, false);
    Until.holds("the other node to hear", () -> !other.isOn(Switch.UPLOADS));

    away = true;
    other.look();

    assertThat(other.isOn(Switch.UPLOADS)).isFalse();
  }

  @Test
  void whatACommandOrAnotherNodeChangedIsInTheLogOfTheNodeOnce() {
    feed.stop();
    Logger news = (Logger) LoggerFactory.getLogger(SwitchNews.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    news.setLevel(Level.INFO);
    news.addAppender(lines);
    try {
      turn(one, Switch.UPLOADS, false);
      turn(one, Switch.UPLOADS, Optional.of("ann"), false);
      other.look();
      other.look();
      turn(one, Switch.UPLOADS, true);
      TestSwitches.notices(database.dataSource(), one)
          .say(TestSwitches.wish("We move.", false), "the test", change -> {});
      other.look();
      TestSwitches.notices(database.dataSource(), one).end(change -> {});
      other.look();
      turn(other, Switch.GRAVATAR, false);
      turn(other, Switch.GRAVATAR, true);
      other.look();
    } finally {
      news.detachAppender(lines);
      news.setLevel(null);
    }

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "switch seen: uploads off by the test: Moving house.",
            "switch seen: uploads of single subjects: 1 off, 0 on again",
            "switch seen: uploads on again",
            "maintenance seen: maintenance started: We move. (the test)",
            "maintenance seen: maintenance ended: We move.");
  }

  @Test
  void aChangeWithoutItsAuditLineIsNone() {
    assertThatThrownBy(
            () ->
                one.change(
                    new SwitchChange(
                        Switch.UPLOADS, Optional.empty(), false, "Why.", Optional.empty()),
                    "the test",
                    () -> {
                      throw new IllegalStateException("no line");
                    }))
        .isInstanceOf(IllegalStateException.class);
    one.load();

    assertThat(one.all()).isEmpty();
  }

  @Test
  void aSwitchOfANewerReleaseIsLeftAlone() {
    database
        .sql()
        .sql("insert into thrown_switch (name, reason, thrown_by) values ('new', 'new', 'new')")
        .update();
    one.load();

    assertThat(one.all()).isEmpty();
    assertThat(rows()).isEqualTo(1);
  }

  private long rows() {
    return database.sql().sql("select count(*) from thrown_switch").query(Long.class).single();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines", "a\u202eb"})
  void noReasonIsNoReason(String reason) {
    assertThatThrownBy(
            () -> SwitchChange.of("uploads", Optional.empty(), false, reason, Optional.empty()))
        .isInstanceOf(BadWishException.class)
        .hasMessageContaining("reason");
  }

  @Test
  void whatMakesNoSenseIsRefusedWithASentence() {
    assertThatThrownBy(
            () -> SwitchChange.of("everything", Optional.empty(), false, "Why", Optional.empty()))
        .hasMessageContaining("uploads, direct-uploads, processing, gravatar, fallbacks-only");
    assertThatThrownBy(
            () -> SwitchChange.of("gravatar", Optional.of("ann"), false, "Why", Optional.empty()))
        .hasMessageContaining("Only uploads");
    assertThatThrownBy(
            () -> SwitchChange.of("uploads", Optional.of("a/b"), false, "Why", Optional.empty()))
        .hasMessageContaining("subject");
    assertThatThrownBy(
            () ->
                SwitchChange.of(
                    "uploads", Optional.empty(), true, "", Optional.of(Duration.ofHours(1))))
        .hasMessageContaining("time");
    assertThatThrownBy(
            () ->
                SwitchChange.of(
                    "uploads", Optional.empty(), false, "Why", Optional.of(Duration.ZERO)))
        .hasMessageContaining("1s");
    assertThatThrownBy(
            () ->
                SwitchChange.of(
                    "uploads", Optional.empty(), false, "x".repeat(301), Optional.empty()))
        .hasMessageContaining("300");
  }
}
