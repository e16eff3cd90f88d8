package io.cameo.service.reconcile;

import io.cameo.service.catalogue.VersionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far the run is that changes things, of which there is one at a time. Whoever carries it out
 * holds it for {@link #LEASE} and renews that; after a kill the next one takes it over.
 */
final class Runs {

  static final Duration LEASE = Duration.ofMinutes(2);

  /** Renewed more often than this it would only cost. */
  private static final long RENEW_AFTER = Duration.ofSeconds(15).toNanos();

  /** An older one is not worth going on with: too much has changed where it was already. */
  private static final String WORTH_RESUMING = "interval '1 day'";

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final LongSupplier nanos;
  private final UUID holder = VersionId.random().value();
  private long renewed;

  Runs(JdbcClient sql, TransactionTemplate transaction, JsonMapper json, LongSupplier nanos) {
    this.sql = sql;
    this.transaction = transaction;
    this.json = json;
    this.nanos = nanos;
  }

  /**
   * A run at the place where it was last saved.
   *
   * @param afterVersion rows up to this one are compared
   * @param afterKey objects up to this one are compared
   * @param compared whether the comparison is over, so that only deletions are left
   */
  record Run(
      long id,
      boolean resumed,
      Optional<VersionId> afterVersion,
      Optional<String> afterKey,
      boolean compared,
      Tally tally) {}

  /**
   * Takes over the unfinished run, or begins one.
   *
   * @param kind what is compared and how; a run of another kind is not gone on with
   * @throws GcBusyException when somebody has it
   */
  Run begin(String kind) {
    Optional<Run> run =
        transaction.execute(
            status -> {
              giveUpOldOnes(kind);
              Optional<Run> unfinished = takeOver();
              return unfinished.isPresent() ? unfinished : insert(kind);
            });
    renewed = nanos.getAsLong();
    return run.orElseThrow(() -> new GcBusyException(busyFor()));
  }

  private void giveUpOldOnes(String kind) {
    sql.sql(
            "update gc_run set finished_at = now(), outcome = 'given up' where finished_at is null"
                + " and lease_until < now() and (kind <> ? or started_at < now() - "
                + WORTH_RESUMING
                + ")")
        .param(kind)
        .update();
    sql.sql("delete from gc_run where finished_at < now() - interval '90 days'").update();
  }

  private Optional<Run> takeOver() {
    return sql.sql(
            """
            update gc_run set holder = ?, lease_until = now() + make_interval(secs => ?)
            where finished_at is null and lease_until < now()
            returning id, after_version, after_key, compared, tally
            """)
        .params(holder, LEASE.toSeconds())
        .query(this::read)
        .optional();
  }

  private Run read(ResultSet row, int index) throws SQLException {
    return new Run(
        row.getLong("id"),
        true,
        Optional.ofNullable(row.getObject("after_version", UUID.class)).map(VersionId::new),
        Optional.ofNullable(row.getString("after_key")),
        row.getBoolean("compared"),
        Tally.of(json.readTree(row.getString("tally"))));
  }

  private Optional<Run> insert(String kind) {
    return sql.sql(
            """
            insert into gc_run (kind, holder, lease_until, tally)
            values (?, ?, now() + make_interval(secs => ?), '{}')
            on conflict do nothing returning id
            """)
        .params(kind, holder, LEASE.toSeconds())
        .query(Long.class)
        .optional()
        .map(id -> new Run(id, false, Optional.empty(), Optional.empty(), false, new Tally()));
  }

  private Duration busyFor() {
    return sql.sql(
            """
            select coalesce(max(extract(epoch from lease_until - now())), 0)
            from gc_run where finished_at is null
            """)
        .query(Double.class)
        .optional()
        .map(seconds -> Duration.ofMillis((long) (Math.max(0, seconds) * 1000)))
        .orElse(Duration.ZERO);
  }

  /** Saves how far the comparison is. */
  void save(
      Run run, Optional<VersionId> afterVersion, Optional<String> afterKey, boolean compared) {
    hold(
        sql.sql(
                """
                update gc_run set lease_until = now() + make_interval(secs => :lease),
                  after_version = cast(:version as uuid), after_key = cast(:key as text),
                  compared = :compared, tally = cast(:tally as jsonb)
                where id = :id and holder = :holder and finished_at is null
                """)
            .param("lease", LEASE.toSeconds())
            .param("version", afterVersion.map(VersionId::value).orElse(null))
            .param("key", afterKey.orElse(null))
            .param("compared", compared)
            .param("tally", json.writeValueAsString(run.tally().json()))
            .param("id", run.id())
            .param("holder", holder)
            .update());
  }

  /** Says that the run is alive, where that was not said a short time ago. */
  void renew(Run run) {
    if (nanos.getAsLong() - renewed > RENEW_AFTER) {
      hold(
          sql.sql(
                  """
                  update gc_run set lease_until = now() + make_interval(secs => ?)
                  where id = ? and holder = ? and finished_at is null
                  """)
              .params(LEASE.toSeconds(), run.id(), holder)
              .update());
    }
  }

  private void hold(int rowsHeld) {
    if (rowsHeld == 0) {
      throw new IllegalStateException(
          "Another gc has taken over this run, because this one gave no sign of life for "
              + LEASE.toSeconds()
              + " seconds.");
    }
    renewed = nanos.getAsLong();
  }

  /** Lets the next one go on at once. */
  void release(Run run) {
    sql.sql("update gc_run set lease_until = now() where id = ? and holder = ?")
        .params(run.id(), holder)
        .update();
  }

  void finish(Run run, String outcome) {
    sql.sql(
            """
            update gc_run set finished_at = now(), outcome = ?, tally = ?::jsonb
            where id = ? and holder = ? and finished_at is null
            """)
        .params(outcome, json.writeValueAsString(run.tally().json()), run.id(), holder)
        .update();
  }
}
