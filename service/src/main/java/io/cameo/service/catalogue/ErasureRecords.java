package io.cameo.service.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is on record of erasures; whose they were is not. */
public final class ErasureRecords {

  private final JdbcClient sql;

  ErasureRecords(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * An erasure and what has come of it since.
   *
   * @param cdn what the CDN has shown since; empty when none had to be purged
   * @param backup when the newest backup before it was taken; empty when none is known
   */
  public record Entry(
      VersionChanges.Erasure erasure, Optional<AtCdn> cdn, Optional<Instant> backup) {}

  /**
   * The proof that the CDN has let go of it.
   *
   * @param proven when; empty while it is outstanding
   * @param tries it took
   * @param answer how many public addresses answered with which status
   */
  public record AtCdn(Optional<Instant> proven, int tries, String answer) {}

  /** The erasure of this name. */
  public Optional<Entry> find(UUID id) {
    return sql.sql(
            """
            select e.id, e.erased_at, e.versions, e.objects, f.erasure as cdn, f.proven_at,
              f.tries, f.answer,
              (select max(taken_at) from backup where taken_at <= e.erased_at) as backup
            from erasure e left join cdn_proof f on f.erasure = e.id where e.id = ?
            """)
        .param(id)
        .query(ErasureRecords::read)
        .optional();
  }

  private static Entry read(ResultSet row, int index) throws SQLException {
    Optional<AtCdn> cdn =
        row.getObject("cdn") == null
            ? Optional.empty()
            : Optional.of(
                new AtCdn(
                    instant(row.getTimestamp("proven_at")),
                    row.getInt("tries"),
                    row.getString("answer")));
    return new Entry(
        new VersionChanges.Erasure(
            row.getObject("id", UUID.class),
            row.getTimestamp("erased_at").toInstant(),
            row.getInt("versions"),
            row.getInt("objects")),
        cdn,
        instant(row.getTimestamp("backup")));
  }

  private static Optional<Instant> instant(@Nullable Timestamp at) {
    return Optional.ofNullable(at).map(Timestamp::toInstant);
  }
}
