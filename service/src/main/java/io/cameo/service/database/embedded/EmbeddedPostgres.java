package io.cameo.service.database.embedded;

import io.cameo.service.database.embedded.EmbeddedPostgresOptions.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running PostgreSQL of this service's own.
 *
 * <p>It is started again, on the same port, when it dies; connections break then and a pool makes
 * new ones. It ends with {@link #close()} and with this process, however that ends. A service that
 * finds a command's server on its data folder uses that one, and starts its own when the command
 * has ended.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final ServerLog log;
  private final Supervisor supervisor;
  private final Address address;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(ServerLog log, Supervisor supervisor, Address address) {
    this.log = log;
    this.supervisor = supervisor;
    this.address = address;
  }

  /**
   * How to reach a server.
   *
   * @param port on 127.0.0.1
   * @param user owner of everything
   * @param password of the user; not for logs
   */
  public record Address(int port, String user, String password) {

    /** Address for the JDBC driver, without the user. */
    public String jdbcUrl() {
      return "jdbc:postgresql://127.0.0.1:" + port + "/" + Cluster.DATABASE;
    }

    /** Whether something takes connections there. */
    boolean answers() {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
        return true;
      } catch (IOException notYet) {
        return false;
      }
    }

    @Override
    public String toString() {
      return user + "@" + jdbcUrl();
    }
  }

  /**
   * Starts the server of a data folder, after making all that is missing.
   *
   * @throws DataFolderInUseException if a service has it; for a command, if anybody has
   * @throws EmbeddedPostgresException if it cannot run
   */
  public static EmbeddedPostgres start(EmbeddedPostgresOptions options) {
    return start(options, EnumSet.allOf(Account.Way.class));
  }

  static EmbeddedPostgres start(EmbeddedPostgresOptions options, Set<Account.Way> ways) {
    try {
      Path home = folder(options.home());
      long end = System.nanoTime() + options.startTimeout().toNanos();
      CountDownLatch never = new CountDownLatch(1);
      while (true) {
        try {
          DataFolderLock lock = DataFolderLock.acquire(home, options.role());
          return start(options, ways, home, lock);
        } catch (DataFolderInUseException taken) {
          if (taken.isLasting() || options.role() == Role.COMMAND) {
            throw taken;
          }
          Optional<Address> theirs = running(options.dataFolder()).filter(Address::answers);
          if (theirs.isPresent()) {
            return join(options, ways, home, theirs.get());
          }
          if (System.nanoTime() > end) {
            throw taken;
          }
        }
        // A command is on its way up, or down.
        never.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "The embedded PostgreSQL cannot use " + options.dataFolder() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("Interrupted while PostgreSQL was starting.", e);
    }
  }

  private static EmbeddedPostgres start(
      EmbeddedPostgresOptions options, Set<Account.Way> ways, Path home, DataFolderLock lock)
      throws IOException, InterruptedException {
    try {
      Server.Setup setup = prepare(options, ways, home);
      try {
        Supervisor supervisor = Supervisor.start(setup, options.listener(), lock);
        return new EmbeddedPostgres(
            setup.log(), supervisor, setup.cluster().address(supervisor.port()));
      } catch (IOException | InterruptedException | RuntimeException e) {
        setup.log().close();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** A command's server, and our own on the same port as soon as the command has ended. */
  private static EmbeddedPostgres join(
      EmbeddedPostgresOptions options, Set<Account.Way> ways, Path home, Address theirs)
      throws IOException, InterruptedException {
    Server.Setup setup = prepare(options, ways, home);
    Supervisor supervisor = Supervisor.join(setup, options.listener(), theirs.port());
    return new EmbeddedPostgres(setup.log(), supervisor, theirs);
  }

  private static Server.Setup prepare(
      EmbeddedPostgresOptions options, Set<Account.Way> ways, Path home)
      throws IOException, InterruptedException {
    PostgresBinaries binaries = PostgresBinaries.in(folder(options.runtime()));
    Account account = Account.choose(binaries, home, Cluster.at(home), ways);
    Cluster cluster = Cluster.in(home, binaries, account);
    return new Server.Setup(
        binaries,
        account,
        cluster,
        new ServerLog(home),
        options.startTimeout(),
        options.stopTimeout());
  }

  /** Makes a folder (mode 700) if it is missing; its real path. */
  private static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(folder, PrivateFiles.FOLDER_MODE);
    }
    return folder.toRealPath();
  }

  /**
   * The server that some process now runs on a data folder, for commands beside a running service.
   *
   * @return empty if none runs
   */
  public static Optional<Address> running(Path dataFolder) {
    Path home = EmbeddedPostgresOptions.of(dataFolder).home();
    try {
      if (!Files.isDirectory(Cluster.at(home))) {
        return Optional.empty();
      }
      Path folder = Cluster.at(home.toRealPath());
      Optional<PostmasterFile> note =
          PostmasterFile.read(folder)
              .filter(file -> file.port() > 0 && file.server(folder).isPresent());
      if (note.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(Cluster.open(folder).address(note.get().port()));
    } catch (IOException e) {
      throw new EmbeddedPostgresException("The database in " + home + " cannot be read: " + e, e);
    }
  }

  /** Whether a data folder holds a database, running or not. */
  public static boolean exists(Path dataFolder) {
    return Files.isDirectory(Cluster.at(EmbeddedPostgresOptions.of(dataFolder).home()));
  }

  /** How to reach it; the same for as long as this lives. */
  public Address address() {
    return address;
  }

  /** Address for the JDBC driver, without the user. */
  public String jdbcUrl() {
    return address.jdbcUrl();
  }

  /** The only user, who owns everything. */
  public String user() {
    return address.user();
  }

  /** The user's password. */
  public String password() {
    return address.password();
  }

  /** The port on 127.0.0.1, the same for as long as this lives. */
  public int port() {
    return address.port();
  }

  /**
   * Process id of the server; another one after it was started again, and 0 while a command runs
   * it.
   */
  public long pid() {
    return supervisor.pid();
  }

  /** Ends the server in an orderly way and gives the data folder up. Again: nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    supervisor.close();
    try {
      log.close();
    } catch (IOException e) {
      // Nothing more is said.
    }
  }
}
