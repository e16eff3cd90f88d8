package io.cameo.service.ops.checklist.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;

/** Plans of the database itself; nothing of a question is carried out. */
final class DatabasePlans implements OptimisationsUsed.Plans {

  private final Supplier<DataSource> database;

  DatabasePlans(Supplier<DataSource> database) {
    this.database = database;
  }

  @Override
  public String of(String question) {
    try (Connection connection = database.get().getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(10);
        // A small table is read whole because that is cheaper; what matters is what a large one is.
        statement.execute("set local enable_seqscan = off");
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows = statement.executeQuery("explain " + question)) {
          while (rows.next()) {
            plan.append(rows.getString(1)).append('\n');
          }
        }
        return plan.toString();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException failed) {
      throw new SQLErrorCodeSQLExceptionTranslator().translate("explain", question, failed);
    }
  }

  @Override
  public long reads(String index) {
    return JdbcClient.create(database.get())
        .sql(
            "select coalesce(sum(idx_scan), 0) from pg_stat_user_indexes"
                + " where indexrelname = ? and schemaname = current_schema()")
        .param(index)
        .query(Long.class)
        .single();
  }
}
