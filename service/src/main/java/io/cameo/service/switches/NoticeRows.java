package io.cameo.service.switches;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of notices, and what they do to the switch of uploads. */
final class NoticeRows {

  private static final String COLUMNS =
      " id, kind, message, begins_at, ends_at, read_only, begun, opened_at, opened_by ";

  private final JdbcClient sql;

  NoticeRows(JdbcClient sql) {
    this.sql = sql;
  }

  /** Whoever changes notices does it alone; reading goes on. */
  void lock() {
    sql.sql("lock table notice in share row exclusive mode").update();
  }

  /** The one that holds by the database's clock; empty also for a kind of a newer release. */
  Optional<Notice> holding() {
    return first(
        sql.sql(
            "select"
                + COLUMNS
                + "from notice where closed_at is null and (ends_at is null or ends_at > now())"));
  }

  /**
   * Takes the place of users' only notice from planned work, which begins and ends as planned all
   * the same, and is told again when the place is free. To the release before it is one that has
   * ended.
   */
  void setAside(UUID id) {
    sql.sql("update notice set closed_at = 'infinity' where id = ?").param(id).update();
  }

  /** Gives the place back to what was set aside. */
  List<Notice> takeBack() {
    return list("update notice set closed_at = null where closed_at = 'infinity' returning");
  }

  /** Whether one begins or ends by itself now. */
  boolean isAnyDue() {
    return sql.sql(
            """
            select exists (select from notice
              where (closed_at is null or closed_at = 'infinity')
                and (not begun and begins_at <= now() or ends_at <= now()))
            """)
        .query(Boolean.class)
        .single();
  }

  private static Optional<Notice> first(JdbcClient.StatementSpec statement) {
    return statement.query((row, index) -> read(row)).list().stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Notice> read(ResultSet row) throws SQLException {
    Optional<NoticeKind> kind = NoticeKind.of(row.getString("kind"));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Notice(
            row.getObject("id", UUID.class),
            new Notice.Terms(
                kind.get(),
                row.getString("message"),
                row.getTimestamp("begins_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("ends_at")).map(Timestamp::toInstant),
                row.getBoolean("read_only")),
            row.getBoolean("begun"),
            row.getTimestamp("opened_at").toInstant(),
            row.getString("opened_by")));
  }

  Notice insert(NoticeWish wish, String by) {
    return first(
            sql.sql(
                    """
                    insert into notice
                      (id, kind, message, read_only, begins_at, ends_at, begun, opened_by)
                    select :id, :kind, :message, :readOnly, at.begin,
                      coalesce(cast(:until as timestamptz),
                        at.begin + make_interval(secs => cast(:seconds as double precision))),
                      at.begin <= now(), :by
                    from (select coalesce(cast(:from as timestamptz), now()) as begin) as at
                    returning
                    """
                        + COLUMNS)
                .param("id", UUID.randomUUID())
                .param("kind", wish.kind().word())
                .param("message", wish.message())
                .param("readOnly", wish.readOnly())
                .param("from", timestamp(wish.from()))
                .param("until", timestamp(wish.until()))
                .param("seconds", seconds(wish))
                .param("by", by))
        .orElseThrow();
  }

  /** Says something else; what has begun keeps its beginning. */
  Notice update(UUID id, NoticeWish wish) {
    return first(
            sql.sql(
                    """
                    update notice n set message = :message, read_only = :readOnly,
                      begins_at = at.begin,
                      ends_at = coalesce(cast(:until as timestamptz), greatest(at.begin, now())
                        + make_interval(secs => cast(:seconds as double precision))),
                      begun = n.begun or at.begin <= now()
                    from (select coalesce(cast(:from as timestamptz),
                        case when begun then begins_at else now() end) as begin
                      from notice where id = :id) as at
                    where n.id = :id
                    returning
                    """
                        + COLUMNS)
                .param("id", id)
                .param("message", wish.message())
                .param("readOnly", wish.readOnly())
                .param("from", timestamp(wish.from()))
                .param("until", timestamp(wish.until()))
                .param("seconds", seconds(wish)))
        .orElseThrow();
  }

  private static @Nullable String timestamp(Optional<Instant> moment) {
    return moment.map(Instant::toString).orElse(null);
  }

  private static @Nullable Long seconds(NoticeWish wish) {
    return wish.time().map(Duration::toSeconds).orElse(null);
  }

  /** Those that were announced and begin now. */
  List<Notice> begin() {
    return list(
        "update notice set begun = true where (closed_at is null or closed_at = 'infinity')"
            + " and not begun and begins_at <= now() and (ends_at is null or ends_at > now())"
            + " returning");
  }

  /** Those whose end has come. */
  List<Notice> closeOver() {
    return list(
        "update notice set closed_at = now()"
            + " where (closed_at is null or closed_at = 'infinity') and ends_at <= now() returning");
  }

  /** The one that is open. */
  List<Notice> close() {
    return list("update notice set closed_at = now() where closed_at is null returning");
  }

  private List<Notice> list(String statement) {
    return sql.sql(statement + COLUMNS).query((row, index) -> read(row)).list().stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Uploads are off for as long as the notice holds.
   *
   * @return false when they are off for another reason; that stays as it is
   */
  boolean uploadsOff(Notice notice) {
    return sql.sql(
                """
                insert into thrown_switch as t (name, subject, reason, until, thrown_by)
                values (?, '', ?, cast(? as timestamptz), ?)
                on conflict (name, subject) do update set reason = excluded.reason,
                  until = excluded.until, since = excluded.since, thrown_by = excluded.thrown_by
                where t.until <= now()
                """)
            .param(Switch.UPLOADS.word())
            .param(notice.terms().message())
            .param(timestamp(notice.terms().until()))
            .param(notice.by())
            .update()
        == 1;
  }

  /**
   * Uploads are on again, unless they are off for another reason.
   *
   * @return whether they were off for this one
   */
  boolean uploadsOn(Notice notice) {
    return notice.terms().readOnly()
        && sql.sql("delete from thrown_switch where name = ? and subject = '' and reason = ?")
                .params(Switch.UPLOADS.word(), notice.terms().message())
                .update()
            > 0;
  }
}
