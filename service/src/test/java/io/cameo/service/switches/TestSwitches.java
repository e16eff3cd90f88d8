package io.cameo.service.switches;

import io.cameo.service.database.ChangeBus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The switches of one node, as the service wires them. */
public final class TestSwitches {

  private TestSwitches() {}

  /** Nothing is thrown, and no database is asked. */
  public static SwitchBook untouched() {
    return new SwitchBook(
        new SwitchRows(JdbcClient.create(new SimpleDriverDataSource())),
        new NoticeRows(JdbcClient.create(new SimpleDriverDataSource())),
        new TransactionTemplate(),
        Clock.systemUTC());
  }

  /** Those of a database, of a node that hears of changes by this bus. */
  public static SwitchBook of(DataSource database, ChangeBus bus) {
    return new SwitchConfiguration()
        .switchBook(
            JdbcClient.create(database),
            new TransactionTemplate(new JdbcTransactionManager(database)),
            Clock.systemUTC(),
            bus,
            new SimpleMeterRegistry());
  }

  /** Notices of a database, by what this node knows. */
  public static Notices notices(DataSource database, SwitchBook book) {
    return new SwitchConfiguration()
        .notices(
            book,
            JdbcClient.create(database),
            new TransactionTemplate(new JdbcTransactionManager(database)));
  }

  /** Maintenance that lasts until it is ended. */
  public static NoticeWish wish(String message, boolean readOnly) {
    return wish(NoticeKind.MAINTENANCE, message, readOnly);
  }

  static NoticeWish wish(NoticeKind kind, String message, boolean readOnly) {
    return new NoticeWish(
        kind, message, Optional.empty(), Optional.empty(), Optional.empty(), readOnly);
  }

  /** Switches for all. */
  public static void turn(SwitchBook book, Switch which, boolean on) {
    turn(book, which, Optional.empty(), on);
  }

  static void turn(SwitchBook book, Switch which, Optional<String> subject, boolean on) {
    String reason = on == which.isUsuallyOn() ? "" : "Moving house.";
    book.change(
        new SwitchChange(which, subject, on, reason, Optional.empty()), "the test", () -> {});
  }

  /** Says everything that switches say to the database. */
  public static void play(DataSource database) {
    SwitchBook book = of(database, new ChangeBus());
    book.load();
    SwitchChange off =
        new SwitchChange(
            Switch.GRAVATAR, Optional.empty(), false, "Played.", Optional.of(Duration.ofHours(1)));
    book.change(off, "the test", () -> {});
    turn(book, Switch.GRAVATAR, true);
    Notices notices = notices(database, book);
    notices.say(wish("Played.", true), "the test", change -> {});
    notices.say(wish("Played on.", false), "the test", change -> {});
    notices.say(wish(NoticeKind.INCIDENT, "Played on.", false), "the test", change -> {});
    notices.tend(change -> {});
    notices.end(change -> {});
    notices.end(change -> {});
  }
}
