package io.cameo.bench.database;

import io.cameo.bench.contender.PeerDatabase;
import io.cameo.bench.running.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database of a size, with the program's own schema in it, brought there by the program. */
public final class Installation implements AutoCloseable {

  /** The database's own memory: a quarter of a machine of 8 GB, as its manual has it. */
  public static final String MEMORY = "2GB";

  private static final String FILE = "avatar_production_optimizations.sql";
  private static final Duration LONGEST = Duration.ofHours(2);

  /**
   * What makes the fill fast and leaves the measured statements alone: tables that are filled in
   * the transaction that emptied them need no log, and indexes are built with room to sort.
   */
  private static final List<String> FILLING =
      List.of(
          "wal_level=minimal",
          "max_wal_senders=0",
          "max_wal_size=4GB",
          "checkpoint_timeout=1h",
          "maintenance_work_mem=512MB",
          "shared_buffers=" + MEMORY);

  /** Bytes on disk for each subject, with a fifth to spare. */
  private static final long BYTES_A_SUBJECT = 2_400;

  private static final long LEAST_FREE = 2L << 30;

  private final PeerDatabase server;
  private final Path folder;
  private final List<String> program;
  private final long subjects;

  private Installation(PeerDatabase server, Path folder, List<String> program, long subjects) {
    this.server = server;
    this.folder = folder;
    this.program = program;
    this.subjects = subjects;
  }

  /**
   * Makes one, without the migration that is measured.
   *
   * @param program the command that runs Cameo
   */
  public static Installation make(Path folder, List<String> program, long subjects)
      throws IOException, InterruptedException, SQLException {
    requireRoom(folder, subjects);
    Installation installation =
        new Installation(PeerDatabase.start(folder, FILLING), folder, program, subjects);
    try {
      installation.migrate("up");
      installation.migrate("down", Integer.toString(installation.stepsFromTheFile()), "--yes");
      try (Connection database = installation.connect()) {
        Rows.make(database, subjects);
      }
      installation.settle();
      return installation;
    } catch (IOException | InterruptedException | SQLException | RuntimeException failed) {
      installation.close();
      throw failed;
    }
  }

  private static void requireRoom(Path folder, long subjects) throws IOException {
    long needed = subjects * BYTES_A_SUBJECT + LEAST_FREE;
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < needed) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%,d subjects need %,d MB, but %s has %,d MB free. Name a larger disk or fewer"
                  + " subjects.",
              subjects,
              needed >> 20,
              folder,
              free >> 20));
    }
  }

  private int stepsFromTheFile() throws IOException, InterruptedException {
    JsonNode taken = JsonMapper.shared().readTree(migrate("status", "--json")).get("taken");
    for (int i = 0; i < taken.size(); i++) {
      if (taken.get(i).get("file").asString().equals(FILE)) {
        return taken.size() - i;
      }
    }
    throw new IllegalStateException("This program has no " + FILE + ".");
  }

  /**
   * Takes the migration.
   *
   * @return seconds it took, with the start of the program
   */
  public double optimize() throws IOException, InterruptedException, SQLException {
    long start = System.nanoTime();
    migrate("up");
    double seconds = (System.nanoTime() - start) / 1e9;
    settle();
    return seconds;
  }

  private String migrate(String... words) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add("env");
    command.add("CAMEO_DATABASE_URL=" + server.url());
    command.addAll(program);
    command.add("migrate");
    command.addAll(List.of(words));
    return Tool.run(folder, LONGEST, command);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:" + server.url().replace("postgres://postgres@", "postgresql://") + "?user=postgres");
  }

  /** As autovacuum leaves it. */
  private void settle() throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      statement.execute("vacuum (analyze)");
      statement.execute("checkpoint");
    }
  }

  /** Measures every statement, with the indexes in memory, as a server that has run a while has. */
  public Map<String, Result> measure() throws IOException, InterruptedException, SQLException {
    Map<String, Result> results = new LinkedHashMap<>();
    try (Connection database = connect();
        OneCore core = OneCore.with(folder, backend(database))) {
      warm(database);
      for (HotStatement statement : HotStatement.all()) {
        Measured measured = Measured.of(database, statement, subjects);
        results.put(
            statement.name(), new Result(measured.micros(), measured.plan(), measured.pages()));
      }
    }
    return results;
  }

  static long backend(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Walks both keys' indexes from end to end. The tables themselves stay where they are. */
  static void warm(Connection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute("set enable_seqscan = off");
      statement.execute("set enable_bitmapscan = off");
      statement.execute("set max_parallel_workers_per_gather = 0");
      statement.execute("select count(*) from (select subject from subject order by subject) s");
      statement.execute("select count(*) from (select id from version order by id) v");
      statement.execute("reset all");
    }
  }

  /**
   * How one statement did.
   *
   * @param micros median time of a call
   * @param plan the nodes that touch tables
   * @param pages pages that one call looked at
   */
  public record Result(double micros, String plan, long pages) {

    /** Whether the subject is found in its index alone. */
    public boolean isIndexOnly() {
      return plan.contains("Index Only Scan using subject_pkey")
          && plan.contains("(heap fetches 0)");
    }
  }

  long subjects() {
    return subjects;
  }

  /** Size of everything, in words. */
  public String size() throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement();
        var row =
            statement.executeQuery("select pg_size_pretty(pg_database_size(current_database()))")) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
