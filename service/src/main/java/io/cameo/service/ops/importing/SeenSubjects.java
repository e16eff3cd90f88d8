package io.cameo.service.ops.importing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The subjects that an import has come by, in a table that its session takes away with it: a source
 * may name more of them than fit into memory. Not for more than one thread at a time.
 */
final class SeenSubjects {

  private final Connection session;

  private SeenSubjects(Connection session) {
    this.session = session;
  }

  /** None yet. */
  static SeenSubjects in(Connection session) throws SQLException {
    try (Statement table = session.createStatement()) {
      table.execute("create temporary table seen_subject (subject_sha256 bytea primary key)");
    }
    return new SeenSubjects(session);
  }

  /** Whether it was not asked for before. */
  boolean isFirst(String subject) {
    try (PreparedStatement insert =
        session.prepareStatement("insert into seen_subject values (?) on conflict do nothing")) {
      insert.setBytes(1, ImportRuns.sha256(subject));
      return insert.executeUpdate() == 1;
    } catch (SQLException lost) {
      throw new DataAccessResourceFailureException(
          "The database lost the session of this import. Run the same command again: it goes on.",
          lost);
    }
  }
}
