package io.cameo.service.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the catalogue can be asked, by the primary's word. */
public final class Catalogue implements Lookups {

  /** Most versions of one subject that a list shows. */
  public static final int LIST_LIMIT = 100;

  private final JdbcClient sql;
  private final VersionRows rows;

  Catalogue(JdbcClient sql, VersionRows rows) {
    this.sql = sql;
    this.rows = rows;
  }

  @Override
  public Optional<Version> current(String subject) {
    return sql.sql(
            "select "
                + VersionRows.COLUMNS
                + "from subject s join version v on v.id = s.current_version where s.subject = ?")
        .param(subject)
        .query(rows::read)
        .optional();
  }

  /** Whether the subject was ever erased; it may have come back by itself since. */
  public boolean wasErased(String subject) {
    return sql.sql("select exists (select from erasure where subject_sha256 = ?)")
        .param(IdempotencyScope.ofErased(subject))
        .query(Boolean.class)
        .single();
  }

  @Override
  public Optional<Version> version(VersionId id) {
    return sql.sql("select " + VersionRows.COLUMNS + "from version v where v.id = ?")
        .param(id.value())
        .query(rows::read)
        .optional();
  }

  /** What was made again stands in the place of what it was made from. */
  @Override
  public List<Version> history(String subject) {
    return sql.sql(
            "select "
                + VersionRows.COLUMNS
                + """
                from version v
                where v.subject = ? and v.state in ('LIVE', 'RETIRED')
                  and (v.delete_after is null or v.delete_after > now())
                  and (v.state = 'LIVE' or not exists (
                    select from version c
                    where c.subject = v.subject and c.state = 'LIVE'
                      and c.change_order = v.change_order))
                order by v.change_order desc
                limit ?
                """)
        .params(subject, LIST_LIMIT)
        .query(rows::read)
        .list();
  }

  /**
   * Lets a change in: gives it its place in the order, before its body is read. The same statement
   * says whether uploads are switched off: one that begins after that was acknowledged sees it, on
   * whatever node.
   */
  public Admission admit(String subject, Optional<byte[]> idempotencyScope) {
    return sql.sql(
            """
            select nextval('change_order') as change_order, i.request_sha256, i.version, i.status,
              v.source_sha256, v.crop, c.switch, c.reason, c.seconds_left
            from (values (1)) as one
            left join idempotency i on i.scope = ?
            left join subject s on s.subject = ?
            left join version v on v.id = s.current_version
            left join lateral (
              select name as switch, reason, extract(epoch from until - now()) as seconds_left
              from thrown_switch
              where name = 'uploads' and subject in ('', ?) and (until is null or until > now())
              order by subject limit 1) c on true
            """)
        .param(idempotencyScope.orElse(null))
        .params(subject, subject)
        .query(
            (row, index) ->
                new Admission(row.getLong("change_order"), done(row), current(row), closed(row)))
        .single();
  }

  private static Optional<Admission.Done> done(ResultSet row) throws SQLException {
    byte[] requestSha256 = row.getBytes("request_sha256");
    return requestSha256 == null
        ? Optional.empty()
        : Optional.of(
            new Admission.Done(
                HexFormat.of().formatHex(requestSha256),
                new VersionId(row.getObject("version", UUID.class)),
                row.getInt("status")));
  }

  /** What a statement that reads {@code thrown_switch} found. */
  static Optional<Admission.Closed> closed(ResultSet row) throws SQLException {
    String name = row.getString("switch");
    if (name == null) {
      return Optional.empty();
    }
    double left = row.getDouble("seconds_left");
    boolean open = row.wasNull();
    return Optional.of(
        new Admission.Closed(
            name,
            row.getString("reason"),
            open ? Optional.empty() : Optional.of(Duration.ofMillis((long) (left * 1000)))));
  }

  private static Optional<Admission.Current> current(ResultSet row) throws SQLException {
    byte[] sourceSha256 = row.getBytes("source_sha256");
    return sourceSha256 == null
        ? Optional.empty()
        : Optional.of(
            new Admission.Current(HexFormat.of().formatHex(sourceSha256), row.getString("crop")));
  }
}
