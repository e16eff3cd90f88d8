package io.cameo.service.notify;

import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.TestSwitches;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Notices, for tests of other packages. */
public final class TestNotify {

  private TestNotify() {}

  /** Says everything that the sending of notices says to the database. */
  public static void play(DataSource database) {
    JdbcClient sql = JdbcClient.create(database);
    SwitchBook book = TestSwitches.of(database, new ChangeBus());
    EventRows events = new EventRows(sql);
    Outbox outbox = new Outbox(sql);
    NoticeDesk desk =
        new NoticeDesk(
            TestSwitches.notices(database, book),
            events,
            outbox,
            TestCatalogue.on(database, objects -> {}).audit());
    desk.say(TestSwitches.wish("Played.", false), NotifyRig.ACTOR);
    desk.test(NotifyRig.ACTOR);
    desk.news();
    desk.affected(Optional.of(Duration.ofDays(1)));
    desk.tellUsers(Optional.empty(), NotifyRig.ACTOR, many -> {});
    outbox.spread(List.of("aa", "bb"), List.of("cc"));
    List<Outbox.Taken> rows = outbox.take(Way.FEW, 10);
    outbox.sent(rows.get(0), "200");
    outbox.later(rows.get(1), "500", Duration.ofSeconds(5));
    outbox.failed(rows.get(2), "550");
    outbox.drop(rows.get(3));
    outbox.gone("bb");
    desk.report();
    outbox.backlog(10);
    desk.again(NotifyRig.ACTOR);
    desk.end(NotifyRig.ACTOR);
    desk.tend();
    events.newest(5);
    events.forget(Duration.ofDays(30), Duration.ofDays(366));
  }
}
