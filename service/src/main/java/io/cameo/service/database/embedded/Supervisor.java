package io.cameo.service.database.embedded;

import io.cameo.service.database.embedded.EmbeddedPostgresEvent.Died;
import io.cameo.service.database.embedded.EmbeddedPostgresEvent.RestartFailed;
import io.cameo.service.database.embedded.EmbeddedPostgresEvent.Restarted;
import io.cameo.service.database.embedded.Server.DidNotStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a server running on one port until it is closed. */
final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  // A server that ran this long had no trouble with its start.
  private static final Duration STEADY = Duration.ofSeconds(60);
  private static final int START_ATTEMPTS = 6;

  // Below the range from which Linux and macOS take ports for outgoing connections, so that the
  // port of a server that must come back is not given away meanwhile.
  private static final int LOWEST_PORT = 15_000;
  private static final int HIGHEST_PORT = 32_000;

  private final Server.Setup setup;
  private final Consumer<EmbeddedPostgresEvent> listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Server server;

  private Supervisor(Server.Setup setup, Consumer<EmbeddedPostgresEvent> listener, Server server) {
    this.setup = setup;
    this.listener = listener;
    this.server = server;
    this.thread = Thread.ofPlatform().daemon().name("embedded-postgres").unstarted(this::watch);
  }

  /** Starts a server on a port that nobody uses. */
  static Supervisor start(Server.Setup setup, Consumer<EmbeddedPostgresEvent> listener)
      throws IOException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        Server server = Server.start(setup, freePort());
        Supervisor supervisor = new Supervisor(setup, listener, server);
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

  long pid() {
    return server.pid();
  }

  int port() {
    return server.port();
  }

  private void watch() {
    try {
      Duration pause = FIRST_PAUSE;
      while (true) {
        long start = System.nanoTime();
        int code = server.exit().get();
        if (isClosing(Duration.ZERO)) {
          return;
        }
        if (System.nanoTime() - start > STEADY.toNanos()) {
          pause = FIRST_PAUSE;
        }
        server.awaitLastWords();
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

  /** Starts a new server on the old port, however long it takes; false when closing. */
  private boolean restart() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        Server next = Server.start(setup, port());
        server = next;
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
    server.stop(setup.stopTimeout());
  }
}
