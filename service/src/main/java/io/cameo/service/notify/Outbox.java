package io.cameo.service.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is to be told of which event, in the database and on its clock. A recipient has one row for
 * an event and never two; a node that takes a row has it for a while, and what it did not finish
 * another node takes.
 */
final class Outbox {

  /** How long a node has for a row before another one takes it; more than all its time-outs. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final int EVENTS_AT_ONCE = 20;

  private final JdbcClient sql;

  Outbox(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * A row as it was taken.
   *
   * @param recipient key of the endpoint or of the operator's address; empty with a subject
   * @param subject the user; empty for all others
   * @param tries with this one
   * @param overtaken whether it is not to be sent: the user is gone, or the notice is over
   */
  record Taken(
      Way way, String recipient, String subject, int tries, boolean overtaken, NoticeEvent event) {

    /** What a message is known by: the same however often it is sent, and nobody's name. */
    String messageId() {
      return RecipientKey.of(
          String.join(" ", event.id().toString(), way.word(), recipient, subject));
    }
  }

  /** Gives new events their deliveries, except to users. */
  void spread(List<String> endpoints, List<String> operators) {
    List<String> ways = new ArrayList<>();
    List<String> recipients = new ArrayList<>();
    endpoints.forEach(key -> add(ways, recipients, Way.WEBHOOK, key));
    operators.forEach(key -> add(ways, recipients, Way.OPERATOR, key));
    sql.sql(
            """
            with fresh as (
              select id from notice_event where spread_at is null
              order by at limit ? for update skip locked
            ), done as (
              update notice_event set spread_at = now() where id in (select id from fresh)
            )
            insert into notice_delivery (event, way, recipient)
            select fresh.id, every.way, every.recipient
            from fresh, unnest(cast(? as text[]), cast(? as text[])) as every (way, recipient)
            where not exists (select from notice_endpoint gone
              where every.way = 'webhook' and gone.endpoint = every.recipient)
            on conflict (event, way, recipient, subject) do nothing
            """)
        .params(EVENTS_AT_ONCE, ways.toArray(String[]::new), recipients.toArray(String[]::new))
        .update();
  }

  private static void add(List<String> ways, List<String> recipients, Way way, String key) {
    ways.add(way.word());
    recipients.add(key);
  }

  /** Takes rows that are due. */
  List<Taken> take(List<Way> ways, int most) {
    return sql.sql(
            """
            with due as materialized (
              select event, way, recipient, subject from notice_delivery
              where state = 'due' and due_at <= now() and way = any (cast(? as text[]))
              order by due_at limit ? for update skip locked
            )
            update notice_delivery d
            set due_at = now() + make_interval(secs => ?), tries = d.tries + 1
            from due, notice_event e, notice n
            where (d.event, d.way, d.recipient, d.subject)
                = (due.event, due.way, due.recipient, due.subject)
              and e.id = d.event and n.id = e.notice
            returning d.way, d.recipient, d.subject, d.tries,
              d.way = 'user' and (n.closed_at <= now() and e.type <> ?
                or not exists (select from version v
                  where v.subject = d.subject and v.state = 'LIVE')) as overtaken,
            """
                + EventRows.COLUMNS)
        .params(
            ways.stream().map(Way::word).toArray(String[]::new),
            most,
            LEASE.toSeconds(),
            NoticeEvent.ENDED)
        .query((row, index) -> read(row))
        .list();
  }

  private static Taken read(ResultSet row) throws SQLException {
    return new Taken(
        Way.valueOf(row.getString("way").toUpperCase(Locale.ROOT)),
        row.getString("recipient"),
        row.getString("subject"),
        row.getInt("tries"),
        row.getBoolean("overtaken"),
        EventRows.read(row));
  }

  /** It has arrived. */
  void sent(Taken row, String answer) {
    done(row, "sent", answer);
  }

  /** It will never arrive. */
  void failed(Taken row, String answer) {
    done(row, "failed", answer);
  }

  /** Nobody is to be told any more; the row goes, and with it the name of a user. */
  void drop(Taken row) {
    sql.sql("delete from notice_delivery where (event, way, recipient, subject) = (?, ?, ?, ?)")
        .params(row.event().id(), row.way().word(), row.recipient(), row.subject())
        .update();
  }

  private void done(Taken row, String state, String answer) {
    sql.sql(
            """
            update notice_delivery set state = ?, done_at = now(), answer = ?
            where (event, way, recipient, subject) = (?, ?, ?, ?)
              and tries = ? and state = 'due'
            """)
        .params(state, answer)
        .params(row.event().id(), row.way().word(), row.recipient(), row.subject(), row.tries())
        .update();
  }

  /** It is tried again after about this time, and not all at once. */
  void later(Taken row, String answer, Duration after) {
    sql.sql(
            """
            update notice_delivery set answer = ?,
              due_at = now() + (0.9 + random() / 5) * make_interval(secs => ?)
            where (event, way, recipient, subject) = (?, ?, ?, ?)
              and tries = ? and state = 'due'
            """)
        .params(answer, after.toMillis() / 1000.0)
        .params(row.event().id(), row.way().word(), row.recipient(), row.subject(), row.tries())
        .update();
  }

  /** The endpoint wants nothing any more. */
  void gone(String endpoint) {
    sql.sql("insert into notice_endpoint (endpoint) values (?) on conflict (endpoint) do nothing")
        .param(endpoint)
        .update();
    sql.sql(
            """
            update notice_delivery set state = 'failed', done_at = now(), answer = '410'
            where way = 'webhook' and recipient = ? and state = 'due'
            """)
        .param(endpoint)
        .update();
  }

  /** Endpoints that want nothing any more. */
  List<String> goneEndpoints() {
    return sql.sql("select endpoint from notice_endpoint order by endpoint")
        .query(String.class)
        .list();
  }

  /** Tries all again that failed, also at endpoints that wanted nothing any more. */
  int again() {
    sql.sql("delete from notice_endpoint").update();
    return sql.sql(
            """
            update notice_delivery set state = 'due', due_at = now(), tries = 0, done_at = null
            where state = 'failed'
            """)
        .update();
  }

  /** Users who are affected: those with a picture, if need be only those changed lately. */
  long affected(Optional<Duration> active) {
    return sql.sql(
            """
            select count(*) from subject
            where current_version is not null
              and (cast(:active as double precision) is null
                or updated_at > now() - make_interval(secs => :active))
            """)
        .param("active", active.map(time -> (double) time.toSeconds()).orElse(null))
        .query(Long.class)
        .single();
  }

  /** Some users, in the order of their names, and the last of them. */
  record Part(long users, String last) {}

  /**
   * Writes the next users into the outbox.
   *
   * @param after the last one of the part before; empty at the beginning
   * @return empty when there was none
   */
  Optional<Part> addUsers(UUID event, Optional<Duration> active, String after, int most) {
    return sql.sql(
            """
            with chosen as (
              select subject from subject
              where current_version is not null and subject > :after
                and (cast(:active as double precision) is null
                  or updated_at > now() - make_interval(secs => :active))
              order by subject limit :most
            ), added as (
              insert into notice_delivery (event, way, subject)
              select :event, 'user', subject from chosen
              on conflict (event, way, recipient, subject) do nothing
            )
            select count(*) as users, max(subject) as last from chosen having count(*) > 0
            """)
        .param("event", event)
        .param("active", active.map(time -> (double) time.toSeconds()).orElse(null))
        .param("after", after)
        .param("most", most)
        .query((row, index) -> new Part(row.getLong("users"), row.getString("last")))
        .optional();
  }

  /** How many rows there are, by way and state. */
  record Count(String way, String state, long rows) {}

  List<Count> counts() {
    return sql.sql(
            """
            select way, state, count(*) as rows from notice_delivery
            group by way, state order by way, state
            """)
        .query((row, index) -> new Count(row.getString(1), row.getString(2), row.getLong(3)))
        .list();
  }

  /**
   * What waits, of one way.
   *
   * @param pending counted up to a limit
   * @param oldestSeconds since the event that waits longest
   */
  record Backlog(Way way, double pending, double oldestSeconds) {}

  List<Backlog> backlog(int mostCounted) {
    return Arrays.stream(Way.values())
        .map(
            way ->
                sql.sql(
                        """
                        select count(*) as pending,
                          coalesce(extract(epoch from now() - min(e.at)), 0) as oldest
                        from (select event from notice_delivery
                          where way = ? and state = 'due' limit ?) as d
                        join notice_event e on e.id = d.event
                        """)
                    .params(way.word(), mostCounted)
                    .query(
                        (row, index) ->
                            new Backlog(way, row.getDouble("pending"), row.getDouble("oldest")))
                    .single())
        .toList();
  }
}
