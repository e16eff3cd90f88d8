package io.cameo.service.database.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The database cluster: the folder that outlives every server.
 *
 * @param folder its real path
 * @param password of {@link #USER}
 */
record Cluster(Path folder, String password) {
  /** The only user there is; it owns everything. */
  static final String USER = "cameo";

  /** The database that every cluster is born with. */
  static final String DATABASE = "postgres";

  private static final String NAME = "data";
  private static final String UNFINISHED = "unfinished-";
  private static final Duration INITDB = Duration.ofMinutes(2);

  /**
   * Settings an operator may overrule by {@code ALTER SYSTEM}; those that safety depends on are on
   * the server's command line.
   *
   * <p>The log holds no personal data: statements and the values of keys stay out of it. Backups
   * need wal_level replica. A small, cached database gains nothing from workers for reading.
   */
  private static final String SETTINGS =
      """
      # Written anew at every start; use ALTER SYSTEM for changes that last.
      max_connections = 100
      shared_buffers = 128MB
      effective_cache_size = 512MB
      maintenance_work_mem = 64MB
      io_method = sync
      max_logical_replication_workers = 0
      wal_level = replica
      wal_compression = pglz
      min_wal_size = 80MB
      max_wal_size = 1GB
      checkpoint_timeout = 10min
      random_page_cost = 1.1
      timezone = 'UTC'
      log_timezone = 'UTC'
      log_line_prefix = '%m [%p] '
      log_checkpoints = off
      log_min_error_statement = panic
      log_error_verbosity = terse
      """;

  /** The folder around it, with the lock and the log. */
  Path home() {
    return Objects.requireNonNull(folder.getParent());
  }

  /** How to reach its server on a port. */
  EmbeddedPostgres.Address address(int port) {
    return new EmbeddedPostgres.Address(port, USER, password);
  }

  /** Where the cluster of a data folder is, or will be. */
  static Path at(Path home) {
    return home.resolve(NAME);
  }

  /**
   * The cluster of a data folder, made if there is none.
   *
   * <p>It is made under another name and moved when it is complete, its password in it: whatever
   * ends the first start, there is either no cluster or a whole one.
   *
   * @throws EmbeddedPostgresException if it is of another major version, or no cluster
   */
  static Cluster in(Path home, PostgresBinaries binaries, Account account)
      throws IOException, InterruptedException {
    Path folder = at(home);
    PrivateFiles.sweep(home, UNFINISHED);
    if (!Files.exists(folder)) {
      create(home, folder, binaries, account);
    }
    requireVersion(folder);
    Cluster cluster = open(folder);
    cluster.writeSettings(home, account);
    return cluster;
  }

  /** An existing cluster. */
  static Cluster open(Path folder) throws IOException {
    return new Cluster(folder, Files.readString(passwordFile(folder), UTF_8).strip());
  }

  private static Path passwordFile(Path folder) {
    return folder.resolve("cameo-password");
  }

  private static void requireVersion(Path folder) throws IOException {
    Path file = folder.resolve("PG_VERSION");
    if (!Files.isRegularFile(file)) {
      throw new EmbeddedPostgresException(
          folder + " exists but holds no database. Move it away, or choose another CAMEO_DATA.");
    }
    String version = Files.readString(file, UTF_8).strip();
    if (!version.equals(PostgresBinaries.MAJOR)) {
      throw new EmbeddedPostgresException(
          "The database in "
              + folder
              + " was made by PostgreSQL "
              + version
              + ", and this Cameo brings PostgreSQL "
              + PostgresBinaries.MAJOR
              + ". Run the Cameo that made it and move its content by backup and restore, or upgrade"
              + " the folder with pg_upgrade.");
    }
  }

  private static void create(Path home, Path folder, PostgresBinaries binaries, Account account)
      throws IOException, InterruptedException {
    String id = UNFINISHED + UUID.randomUUID();
    Path fresh = home.resolve(id);
    Path secret = home.resolve(id + ".password");
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    PrivateFiles.create(secret, password + "\n");
    account.give(secret);
    initialise(fresh, secret, binaries, account);
    PrivateFiles.moveInto(secret, passwordFile(fresh));
    PrivateFiles.moveInto(fresh, folder);
  }

  private static void initialise(
      Path fresh, Path secret, PostgresBinaries binaries, Account account)
      throws IOException, InterruptedException {
    Queue<String> said = new ConcurrentLinkedQueue<>();
    WatchedProcess initdb =
        WatchedProcess.start(
            account.prefix(),
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions"),
            Duration.ofSeconds(5),
            line -> {
              if (said.size() < 100) {
                said.add(line);
              }
            });
    try {
      int code = initdb.exit().get(INITDB.toMillis(), TimeUnit.MILLISECONDS);
      if (code != 0) {
        initdb.awaitLastWords();
        throw new EmbeddedPostgresException(
            "The database could not be made in "
                + fresh.getParent()
                + ":\n"
                + String.join("\n", said));
      }
    } catch (TimeoutException | ExecutionException e) {
      throw new EmbeddedPostgresException(
          "The database was not made within "
              + INITDB.toSeconds()
              + " s:\n"
              + String.join("\n", said),
          e);
    } finally {
      initdb.release();
    }
  }

  private void writeSettings(Path home, Account account) throws IOException {
    Path fresh = home.resolve(UNFINISHED + "settings");
    PrivateFiles.create(fresh, SETTINGS);
    account.give(fresh);
    PrivateFiles.moveInto(fresh, folder.resolve("postgresql.conf"));
  }
}
