package io.cameo.service.notify;

import io.cameo.service.switches.Notice;
import io.cameo.service.switches.NoticeChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What became of notices, in the database. */
final class EventRows {

  /** Of an event {@code e} and its notice {@code n}. */
  static final String COLUMNS =
      " e.id as event, e.notice, n.kind, e.type, e.at, e.message, e.begins_at, e.ends_at,"
          + " e.read_only ";

  /** Events of one notice that are shown, the newest. */
  private static final int MOST_OF_ONE = 20;

  private final JdbcClient sql;

  EventRows(JdbcClient sql) {
    this.sql = sql;
  }

  static NoticeEvent read(ResultSet row) throws SQLException {
    return new NoticeEvent(
        row.getObject("event", UUID.class),
        row.getObject("notice", UUID.class),
        row.getString("kind"),
        row.getString("type"),
        row.getTimestamp("at").toInstant(),
        new NoticeEvent.Words(
            row.getString("message"),
            row.getTimestamp("begins_at").toInstant(),
            Optional.ofNullable(row.getTimestamp("ends_at")).map(Timestamp::toInstant),
            row.getBoolean("read_only")));
  }

  /** Within the transaction of the change. */
  void add(NoticeChange change) {
    Notice notice = change.notice();
    sql.sql(
            """
            insert into notice_event (id, notice, type, message, begins_at, ends_at, read_only)
            values (?, ?, ?, ?, cast(? as timestamptz), cast(? as timestamptz), ?)
            """)
        .param(UUID.randomUUID())
        .param(notice.id())
        .param(change.type().word())
        .param(notice.terms().message())
        .param(notice.terms().from().toString())
        .param(notice.terms().until().map(Instant::toString).orElse(null))
        .param(notice.terms().readOnly())
        .update();
  }

  /** An event of a notice of its own that only endpoints and operators hear of. */
  void addTest(String message, String by) {
    sql.sql(
            """
            with test as (
              insert into notice
                (id, kind, message, read_only, begins_at, ends_at, begun, opened_by, closed_at)
              values (?, ?, ?, false, now(), now(), true, ?, now())
              returning id, message, begins_at, ends_at)
            insert into notice_event (id, notice, type, message, begins_at, ends_at, read_only)
            select ?, id, 'sent', message, begins_at, ends_at, false from test
            """)
        .params(UUID.randomUUID(), NoticeEvent.TEST, message, by, UUID.randomUUID())
        .update();
  }

  /** Events of the newest notices, the newest notice first, and of each the newest event first. */
  List<NoticeEvent> newest(int notices) {
    return sql.sql(
            "select"
                + COLUMNS
                + """
                from (select id, kind, opened_at from notice where kind <> ?
                    order by opened_at desc limit ?) as n,
                  lateral (select * from notice_event one where one.notice = n.id
                    order by one.at desc limit ?) as e
                order by n.opened_at desc, e.at desc
                """)
        .params(NoticeEvent.TEST, notices, MOST_OF_ONE)
        .query((row, index) -> read(row))
        .list();
  }

  /** The last word on the newest notice, unless it was ended so long ago that it is no news. */
  Optional<NoticeEvent> latest(Duration news) {
    return sql.sql(
            "select"
                + COLUMNS
                + """
                from notice n join notice_event e on e.notice = n.id
                where n.kind <> ?
                  and (n.closed_at is null or n.closed_at > now() - make_interval(secs => ?))
                order by n.opened_at desc, e.at desc limit 1
                """)
        .params(NoticeEvent.TEST, news.toSeconds())
        .query((row, index) -> read(row))
        .optional();
  }

  /** Forgets what is old: deliveries first, and in the end the notices. */
  void forget(Duration deliveries, Duration notices) {
    sql.sql(
            """
            delete from notice_delivery d using notice_event e, notice n
            where e.id = d.event and n.id = e.notice and d.state <> 'due'
              and n.closed_at < now() - make_interval(secs => ?)
            """)
        .param(deliveries.toSeconds())
        .update();
    sql.sql("delete from notice where closed_at < now() - make_interval(secs => ?)")
        .param(notices.toSeconds())
        .update();
  }
}
