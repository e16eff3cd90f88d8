package io.cameo.service.ops.importing;

import io.cameo.service.catalogue.VersionId;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far an import is, in the database: the same words go on with it. */
final class ImportRuns {

  /** The lock that one import holds; any number that no other lock of ours has. */
  private static final long LOCK = 0x6361_6d65_6f69_6d01L;

  private final JdbcClient sql;

  ImportRuns(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * An import that is under way.
   *
   * @param before what an earlier, killed command has done of it
   */
  record Run(UUID id, long before) {}

  /** Two imports at once would take each other's subjects; the lock goes with the connection. */
  static void requireAlone(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
      lock.setLong(1, LOCK);
      try (ResultSet taken = lock.executeQuery()) {
        if (!taken.next() || !taken.getBoolean(1)) {
          throw OpsException.problem("Another ./cameo import is running; let it end first.");
        }
      }
    }
  }

  Run begin(String identity) {
    UUID id =
        sql.sql(
                """
                insert into import_run (id, source_sha256) values (?, ?)
                on conflict (source_sha256) do update set source_sha256 = excluded.source_sha256
                returning id
                """)
            .params(VersionId.random().value(), sha256(identity))
            .query(UUID.class)
            .single();
    long before =
        sql.sql("select count(*) from import_done where run = ?")
            .param(id)
            .query(Long.class)
            .single();
    return new Run(id, before);
  }

  boolean isDone(Run run, Source.Item item) {
    return run.before() > 0
        && sql.sql("select exists (select from import_done where run = ? and item_sha256 = ?)")
            .params(run.id(), name(item))
            .query(Boolean.class)
            .single();
  }

  void done(Run run, Source.Item item) {
    sql.sql("insert into import_done (run, item_sha256) values (?, ?) on conflict do nothing")
        .params(run.id(), name(item))
        .update();
  }

  /** It has come to its end; the same words would begin anew. */
  void end(Run run) {
    sql.sql("delete from import_run where id = ?").param(run.id()).update();
  }

  private static byte[] name(Source.Item item) {
    return sha256(item.subject() + '\0' + item.locator());
  }

  static byte[] sha256(String text) {
    return Sha256.bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
