package io.cameo.service.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the server that an earlier process has left running on a cluster. */
final class Leftover {
  private static final Logger log = LoggerFactory.getLogger(Leftover.class);
  private static final Duration AFTER_QUIT = Duration.ofSeconds(5);

  private Leftover() {}

  /**
   * Stops what runs on the cluster, and clears away the note of what does not; to be called by
   * whoever holds the folder's lock, so that the server is nobody else's.
   *
   * @param patience from asking it to end to forcing it
   * @throws EmbeddedPostgresException if it does not go away
   */
  static void stop(Path cluster, Duration patience) throws IOException, InterruptedException {
    Optional<PostmasterFile> note = PostmasterFile.read(cluster);
    Optional<ProcessHandle> server = note.flatMap(file -> file.server(cluster));
    if (server.isEmpty()) {
      // With another process under that number, PostgreSQL would take the note for true.
      Files.deleteIfExists(PostmasterFile.in(cluster));
      return;
    }
    ProcessHandle process = server.get();
    log.warn("stopping PostgreSQL {} that an earlier service has left behind", process.pid());
    signal("INT", process);
    if (ended(note.get(), cluster, patience)) {
      return;
    }
    signal("QUIT", process);
    if (ended(note.get(), cluster, AFTER_QUIT)) {
      return;
    }
    process.destroyForcibly();
    if (!ended(note.get(), cluster, AFTER_QUIT)) {
      throw new EmbeddedPostgresException(
          "An earlier PostgreSQL (process "
              + process.pid()
              + ") still runs on "
              + cluster
              + " and cannot be stopped. Stop it, as its user or as root, and start again.");
    }
  }

  private static void signal(String name, ProcessHandle process) {
    // The JDK knows only TERM, on which PostgreSQL waits for its clients, and KILL.
    ShortCommand.run(List.of("/bin/kill", "-" + name, Long.toString(process.pid())));
  }

  private static boolean ended(PostmasterFile note, Path cluster, Duration within)
      throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    // Not only for the process to vanish: where nobody collects the dead (a container without an
    // init), an ended server stays in the table for ever, but no longer as a server.
    for (Optional<ProcessHandle> server = note.server(cluster);
        server.isPresent();
        server = note.server(cluster)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        server.get().onExit().get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Look again.
      }
    }
    return true;
  }
}
