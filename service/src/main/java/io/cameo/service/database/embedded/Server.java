package io.cameo.service.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of the server, from its start to its end. */
final class Server {
  private static final String READY = "database system is ready to accept connections";

  private final WatchedProcess process;
  private final long pid;
  private final int port;

  private Server(WatchedProcess process, long pid, int port) {
    this.process = process;
    this.pid = pid;
    this.port = port;
  }

  /** Everything a run needs and does not change. */
  record Setup(
      PostgresBinaries binaries,
      Account account,
      Cluster cluster,
      ServerLog log,
      Duration startTimeout,
      Duration stopTimeout) {}

  /** Why a server did not come up. */
  static final class DidNotStart extends Exception {
    private final String words;

    DidNotStart(String why, String words) {
      super("PostgreSQL did not start: " + why + ". It said:\n" + words);
      this.words = words;
    }

    /**
     * Whether a moment's wait, and another port where any will do, may help: somebody was faster to
     * take the port, or processes of a killed server are still on their way out.
     */
    boolean passes() {
      return words.contains("could not bind")
          || words.contains("could not create any TCP/IP sockets")
          || words.contains("pre-existing shared memory block");
    }
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @throws DidNotStart if it does not within the time; nothing of it runs on then
   */
  static Server start(Setup setup, int port) throws IOException, InterruptedException, DidNotStart {
    Leftover.stop(setup.cluster().folder(), setup.stopTimeout());
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    setup.log().forget();
    WatchedProcess process =
        WatchedProcess.start(
            setup.account().prefix(),
            command(setup, port),
            setup.stopTimeout(),
            line -> {
              setup.log().add(line);
              if (line.contains(READY)) {
                ready.complete(true);
              }
            });
    String failure;
    try {
      CompletableFuture.anyOf(ready, process.exit())
          .get(setup.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
      if (ready.isDone()) {
        return new Server(process, process.pid().join(), port);
      }
      failure = "it ended";
    } catch (TimeoutException e) {
      failure = "it did not answer within " + setup.startTimeout().toSeconds() + " s";
    } catch (ExecutionException e) {
      failure = "it could not be watched: " + e.getCause();
    } catch (InterruptedException e) {
      process.kill();
      throw e;
    }
    process.kill();
    process.awaitLastWords();
    throw new DidNotStart(failure, setup.log().lastWords());
  }

  /** What safety depends on is said here, where no file and no ALTER SYSTEM overrules it. */
  private static List<String> command(Setup setup, int port) {
    Path folder = setup.cluster().folder();
    List<String> command = new ArrayList<>();
    command.add(setup.binaries().program("postgres").toString());
    command.addAll(List.of("-D", folder.toString(), "-p", Integer.toString(port)));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "password_encryption=scram-sha-256",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            // Which of our statements are slow, for the metrics and ./cameo database.
            "shared_preload_libraries=pg_stat_statements",
            "pg_stat_statements.max=1000",
            "pg_stat_statements.track_utility=off",
            // The start is seen in the log.
            "logging_collector=off",
            "log_destination=stderr",
            "log_min_messages=warning",
            "lc_messages=C")) {
      command.addAll(List.of("-c", setting));
    }
    return command;
  }

  long pid() {
    return pid;
  }

  int port() {
    return port;
  }

  CompletableFuture<Integer> exit() {
    return process.exit();
  }

  /** Reads what the ended server said last. */
  void awaitLastWords() throws InterruptedException {
    process.release();
    process.awaitLastWords();
  }

  /** Ends the server in an orderly way, or by force after the time. */
  void stop(Duration patience) {
    process.release();
    try {
      // The shell forces it after the patience; five seconds more for the shell itself.
      process.exit().get(patience.toMillis() + 5000, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      process.kill();
    } catch (InterruptedException e) {
      // Somebody is in a hurry. The shell goes on ending it, within its bounds.
      Thread.currentThread().interrupt();
    }
  }
}
