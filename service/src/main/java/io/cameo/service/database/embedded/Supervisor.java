package io.cameo.service.database.embedded;

import io.cameo.service.database.embedded.EmbeddedPostgresEvent.Died;
import io.cameo.service.database.embedded.EmbeddedPostgresEvent.RestartFailed;
import io.cameo.service.database.embedded.EmbeddedPostgresEvent.Restarted;
import io.cameo.service.database.embedded.EmbeddedPostgresOptions.Role;
import io.cameo.service.database.embedded.Server.DidNotStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a server running on one port until it is closed. It may begin with the server of a command:
 * when that ends, by itself or killed, this takes the data folder over and starts its own server on
 * the same port, which to whoever is connected is a server that died and came back.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  // A server that ran this long had no trouble with its start.
  private static final Duration STEADY = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final int START_ATTEMPTS = 6;

  // Below the range from which Linux and macOS take ports for outgoing connections, so that the
  // port of a server that must come back is not given away meanwhile.
  private static final int LOWEST_PORT = 15_000;
  private static final int HIGHEST_PORT = 32_000;

  private final Server.Setup setup;
  private final Consumer<EmbeddedPostgresEvent> listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final int port;
  private volatile Optional<Server> server;
  private volatile Optional<DataFolderLock> lock;

  private Supervisor(
      Server.Setup setup,
      Consumer<EmbeddedPostgresEvent> listener,
      int port,
      Optional<Server> server,
      Optional<DataFolderLock> lock) {
    this.setup = setup;
    this.listener = listener;
    this.port = port;
    this.server = server;
    this.lock = lock;
    this.thread = Thread.ofPlatform().daemon().name("embedded-postgres").unstarted(this::watch);
  }

  /** Waits for a command's server to end, to go on with one of our own. */
  static Supervisor join(Server.Setup setup, Consumer<EmbeddedPostgresEvent> listener, int port) {
    Supervisor supervisor =
        new Supervisor(setup, listener, port, Optional.empty(), Optional.empty());
    supervisor.thread.start();
    return supervisor;
  }

  /**
   * Starts a server on a port that nobody uses.
   *
   * @param lock of the data folder; given up at the end
   */
  static Supervisor start(
      Server.Setup setup, Consumer<EmbeddedPostgresEvent> listener, DataFolderLock lock)
      throws IOException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        Server server = Server.start(setup, freePort());
        Supervisor supervisor =
            new Supervisor(setup, listener, server.port(), Optional.of(server), Optional.of(lock));
        supervisor.thread.start();
        return supervisor;
      } catch (DidNotStart e) {
        if (attempt == START_ATTEMPTS || !e.passes()) {
          throw new EmbeddedPostgresException(String.valueOf(e.getMessage()), e);
        }
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        pause = longer(pause);
      }
    }
  }

  private static int freePort() throws IOException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(here, port));
        return port;
      } catch (IOException e) {
        // Taken.
      }
    }
    try (ServerSocket any = new ServerSocket(0, 1, here)) {
      return any.getLocalPort();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  /** Of the server that is our own; 0 while it is a command's. */
  long pid() {
    return server.map(Server::pid).orElse(0L);
  }

  int port() {
    return port;
  }

  private void watch() {
    try {
      if (lock.isEmpty() && !takeOver()) {
        return;
      }
      Duration pause = FIRST_PAUSE;
      while (true) {
        long start = System.nanoTime();
        Server current = server.orElseThrow();
        int code = current.exit().get();
        if (isClosing(Duration.ZERO)) {
          return;
        }
        if (System.nanoTime() - start > STEADY.toNanos()) {
          pause = FIRST_PAUSE;
        }
        current.awaitLastWords();
        String words = setup.log().lastWords();
        log.error("PostgreSQL ended with code {} and is started again; it said: {}", code, words);
        tell(new Died(code, words));
        // One that comes up and dies again at once must not be started in a tight loop.
        if (isClosing(pause) || !restart()) {
          return;
        }
        pause = longer(pause);
      }
    } catch (InterruptedException e) {
      // Closing.
    } catch (ExecutionException e) {
      log.error("PostgreSQL can no longer be watched", e);
    }
  }

  /** Waits for the data folder, and starts a server in it; false when closing. */
  private boolean takeOver() throws InterruptedException {
    Path home = setup.cluster().home();
    while (lock.isEmpty()) {
      try {
        lock = Optional.of(DataFolderLock.acquire(home, Role.SERVICE));
      } catch (DataFolderInUseException theirs) {
        if (isClosing(LOOK_AGAIN)) {
          return false;
        }
      } catch (IOException e) {
        if (isClosing(Duration.ZERO)) {
          return false;
        }
        log.error("The database of an ended command cannot be taken over yet", e);
        if (isClosing(LONGEST_PAUSE)) {
          return false;
        }
      }
    }
    log.info("The command that ran PostgreSQL has ended; it is started again");
    return restart();
  }

  /** Starts a new server on the old port, however long it takes; false when closing. */
  private boolean restart() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        Server next = Server.start(setup, port);
        server = Optional.of(next);
        log.info("PostgreSQL answers again as process {}", next.pid());
        tell(new Restarted(attempt, next.pid()));
        return true;
      } catch (DidNotStart | IOException | EmbeddedPostgresException e) {
        log.error("PostgreSQL does not start again (attempt {})", attempt, e);
        tell(new RestartFailed(attempt, pause, String.valueOf(e.getMessage())));
      }
      if (isClosing(pause)) {
        return false;
      }
      pause = longer(pause);
    }
  }

  private boolean isClosing(Duration within) throws InterruptedException {
    return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tell(EmbeddedPostgresEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      log.error("the listener failed on {}", event, e);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      // It may have a server in the making; after this the field holds the last one.
      if (!Thread.currentThread().equals(thread)) {
        thread.join(setup.stopTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.ifPresent(last -> last.stop(setup.stopTimeout()));
    lock.ifPresent(DataFolderLock::close);
  }
}
