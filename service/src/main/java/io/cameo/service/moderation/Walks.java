package io.cameo.service.moderation;

import io.cameo.service.catalogue.VersionId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the walks over the masters stand, in the table {@code rescan}. */
final class Walks {

  private static final int REMEMBERED = 100;

  private final JdbcClient sql;

  Walks(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * A walk that is not at its end.
   *
   * @param after the last version that was dealt with
   */
  record Walk(long id, Optional<VersionId> after) {}

  /**
   * What a piece of a walk came to.
   *
   * @param unread masters without a verdict, which were set aside
   */
  record Tally(long clean, long infected, long unread) {
    static final Tally NONE = new Tally(0, 0, 0);
    static final Tally CLEAN = new Tally(1, 0, 0);
    static final Tally INFECTED = new Tally(0, 1, 0);
    static final Tally UNREAD = new Tally(0, 0, 1);

    Tally plus(Tally more) {
      return new Tally(clean + more.clean, infected + more.infected, unread + more.unread);
    }

    long all() {
      return clean + infected + unread;
    }
  }

  /** The walk that is to be gone on with, or a new one when it is time for it. */
  Optional<Walk> current(String signatures, Duration every) {
    return unfinished().or(() -> begin(signatures, every));
  }

  private Optional<Walk> unfinished() {
    return sql.sql("select id, after_version from rescan where finished_at is null")
        .query(
            (row, index) ->
                new Walk(
                    row.getLong(1),
                    Optional.ofNullable(row.getObject(2, UUID.class)).map(VersionId::new)))
        .optional();
  }

  /** Signatures that name no version of theirs may be others under the same words. */
  private Optional<Walk> begin(String signatures, Duration every) {
    return sql.sql(
            """
            insert into rescan (signatures)
            select ? where not exists (
              select from (select * from rescan order by id desc limit 1) as last
              where last.started_at > now() - make_interval(secs => ?)
                or (last.signatures = ? and position('/' in last.signatures) > 0))
            on conflict do nothing
            returning id
            """)
        .params(signatures, every.toMillis() / 1000.0, signatures)
        .query((row, index) -> new Walk(row.getLong(1), Optional.empty()))
        .optional();
  }

  /** Remembers how far it is. */
  void advance(Walk walk, VersionId after, Tally tally) {
    sql.sql(
            """
            update rescan set after_version = ?, clean = clean + ?, infected = infected + ?,
              unread = unread + ?
            where id = ? and finished_at is null
            """)
        .params(after.value(), tally.clean(), tally.infected(), tally.unread(), walk.id())
        .update();
  }

  void finish(Walk walk) {
    sql.sql("update rescan set finished_at = now() where id = ?").param(walk.id()).update();
    sql.sql("delete from rescan where id <= ?").param(walk.id() - REMEMBERED).update();
  }
}
