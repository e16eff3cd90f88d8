package io.cameo.service.ops.rollback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of rollbacks; one is open at a time, and one command works on it at a time. */
final class RollbackRuns {

  /** Number of the advisory lock of whoever works on the open one. */
  private static final long LOCK = 0x63616d656f_7262L;

  private final JdbcClient sql;
  private final JsonMapper json = JsonMapper.builder().build();

  RollbackRuns(JdbcClient sql) {
    this.sql = sql;
  }

  Optional<RollbackRun> open() {
    return sql.sql("select * from rollback_run where ended_at is null").query(this::run).optional();
  }

  private RollbackRun run(ResultSet row, int number) throws SQLException {
    return new RollbackRun(
        row.getObject("id", UUID.class),
        row.getString("from_version"),
        row.getString("to_version"),
        row.getString("message"),
        row.getString("deployment"),
        json.readValue(row.getString("steps"), new TypeReference<Map<String, StepState>>() {}),
        row.getObject("begun_at", OffsetDateTime.class).toInstant());
  }

  void begin(RollbackRun run) {
    sql.sql(
            """
            insert into rollback_run (id, from_version, to_version, message, deployment)
            values (?, ?, ?, ?, ?)
            """)
        .param(run.id())
        .param(run.from())
        .param(run.to())
        .param(run.message())
        .param(run.deployment())
        .update();
  }

  void keep(RollbackRun run) {
    sql.sql(
            """
            update rollback_run set steps = ?::jsonb, deployment = ?, changed_at = now()
            where id = ?
            """)
        .param(json.writeValueAsString(run.steps()))
        .param(run.deployment())
        .param(run.id())
        .update();
  }

  void end(RollbackRun run) {
    sql.sql("update rollback_run set ended_at = now() where id = ?").param(run.id()).update();
  }

  /** Whether this session is the one that works on it, from now on until it is closed. */
  static boolean lock(Connection session) throws SQLException {
    try (PreparedStatement attempt = session.prepareStatement("select pg_try_advisory_lock(?)")) {
      attempt.setLong(1, LOCK);
      try (ResultSet answer = attempt.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }
}
