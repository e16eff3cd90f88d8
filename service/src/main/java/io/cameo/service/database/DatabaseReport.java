package io.cameo.service.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How the database does: which statements of the service cost what, which indexes nobody uses, how
 * much of the tables is air, and which large tables are read from end to end.
 *
 * @param statements empty where the server does not count them
 * @param missing what to do to have them counted; empty where they are
 * @param countedFor days since the counters of tables and indexes began; of a young one nothing can
 *     be said
 * @param findings what somebody should look at, in sentences
 */
public record DatabaseReport(
    String server,
    Optional<List<Statements.Statement>> statements,
    Optional<String> missing,
    double countedFor,
    List<Table> tables,
    List<Index> unusedIndexes,
    List<String> findings) {

  private static final long LARGE_ROWS = 10_000;
  private static final long LARGE_BYTES = 10_000_000;
  private static final double DAYS_TO_JUDGE = 7;

  /**
   * One table.
   *
   * @param rows an estimate
   * @param bytes of the table itself, without its indexes
   * @param airBytes an estimate of what holds no row, from the widths that analyze has seen
   * @param deadRows an estimate of rows that a vacuum will take away
   * @param reads how it was read
   */
  public record Table(
      String name, long rows, long bytes, long airBytes, long deadRows, Reads reads) {}

  /**
   * How often a table was read.
   *
   * @param scans from end to end
   * @param scannedRows rows that those read
   * @param byIndex by an index
   */
  public record Reads(long scans, long scannedRows, long byIndex) {
    /** Rows that a reading from end to end reads on average. */
    long perScan() {
      return scans == 0 ? 0 : scannedRows / scans;
    }
  }

  /** An index that was not used since the counters began; none that keeps rows unique. */
  public record Index(String name, String table, long bytes) {}

  /**
   * Asks the server.
   *
   * @param ownServer whether it is the embedded one, where counting can simply be turned on
   * @param slow average from which a statement is slow
   */
  public static DatabaseReport of(JdbcClient sql, boolean ownServer, Duration slow) {
    Statements counted = new Statements(sql);
    Optional<List<Statements.Statement>> statements = counted.all();
    String server = sql.sql("show server_version").query(String.class).single();
    double days =
        sql.sql(
                """
                select extract(epoch from now() - coalesce(stats_reset,
                  pg_postmaster_start_time())) / 86400
                from pg_stat_database where datname = current_database()
                """)
            .query(Double.class)
            .single();
    List<Table> tables = tables(sql);
    List<Index> unused = unused(sql);
    Optional<String> missing =
        statements.isPresent() ? Optional.empty() : Optional.of(missing(ownServer));
    return new DatabaseReport(
        server,
        statements,
        missing,
        days,
        tables,
        unused,
        findings(statements.orElse(List.of()), slow, tables, days >= DAYS_TO_JUDGE, unused));
  }

  private static String missing(boolean ownServer) {
    return ownServer
        ? "The embedded server does not count statements yet: a service of this release turns it on"
            + " at its next start, and ./cameo database --enable does now."
        : "The server does not count statements. As a superuser of it: alter system set"
            + " shared_preload_libraries = 'pg_stat_statements'; (with what stands there already,"
            + " separated by commas), restart the server, and in Cameo's database: create extension"
            + " pg_stat_statements; Managed servers have a parameter of that name.";
  }

  private static List<Table> tables(JdbcClient sql) {
    return sql.sql(
            """
            select c.relname as name, greatest(c.reltuples, 0)::bigint as live,
              pg_relation_size(c.oid) as bytes,
              greatest(0, pg_relation_size(c.oid) - ceil(greatest(c.reltuples, 0)
                * (28 + coalesce((select sum(s.avg_width * (1 - s.null_frac)) from pg_stats s
                    where s.schemaname = n.nspname and s.tablename = c.relname), 0))
                / 0.9))::bigint as air,
              coalesce(t.n_dead_tup, 0) as dead, coalesce(t.seq_scan, 0) as scans,
              coalesce(t.seq_tup_read, 0) as scanned, coalesce(t.idx_scan, 0) as by_index
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            left join pg_stat_user_tables t on t.relid = c.oid
            where c.relkind = 'r' and n.nspname = 'public'
            order by pg_total_relation_size(c.oid) desc
            """)
        .query(
            (row, index) ->
                new Table(
                    row.getString("name"),
                    row.getLong("live"),
                    row.getLong("bytes"),
                    row.getLong("live") == 0 ? 0 : row.getLong("air"),
                    row.getLong("dead"),
                    new Reads(
                        row.getLong("scans"), row.getLong("scanned"), row.getLong("by_index"))))
        .list();
  }

  private static List<Index> unused(JdbcClient sql) {
    return sql.sql(
            """
            select s.indexrelname as name, s.relname as of, pg_relation_size(s.indexrelid) as bytes
            from pg_stat_user_indexes s
            join pg_index i on i.indexrelid = s.indexrelid
            where s.schemaname = 'public' and s.idx_scan = 0
              and not i.indisunique and not i.indisprimary
            order by bytes desc, name
            """)
        .query(
            (row, index) ->
                new Index(row.getString("name"), row.getString("of"), row.getLong("bytes")))
        .list();
  }

  private static List<String> findings(
      List<Statements.Statement> statements,
      Duration slow,
      List<Table> tables,
      boolean oldEnough,
      List<Index> unused) {
    List<String> findings = new ArrayList<>();
    statements.stream()
        .filter(one -> one.calls() >= 10 && one.meanMillis() >= slow.toNanos() / 1e6)
        .forEach(
            one ->
                findings.add(
                    "Statement %s takes %.1f ms on average."
                        .formatted(one.id(), one.meanMillis())));
    for (Table table : tables) {
      if (table.bytes() > LARGE_BYTES && table.airBytes() * 2 > table.bytes()) {
        findings.add(
            "Over half of table %s (%d MB) is air; vacuum full or pg_repack would give it back."
                .formatted(table.name(), table.bytes() / 1_000_000));
      }
      if (table.rows() > LARGE_ROWS
          && table.reads().scans() > 10
          && table.reads().perScan() > table.rows() / 2) {
        findings.add(
            "Table %s (%d rows) was read from end to end %d times."
                .formatted(table.name(), table.rows(), table.reads().scans()));
      }
    }
    unused.stream()
        .filter(index -> oldEnough && index.bytes() > LARGE_BYTES)
        .forEach(
            index ->
                findings.add(
                    "Index %s of %s (%d MB) has not been used since the counters began."
                        .formatted(index.name(), index.table(), index.bytes() / 1_000_000)));
    return List.copyOf(findings);
  }
}
