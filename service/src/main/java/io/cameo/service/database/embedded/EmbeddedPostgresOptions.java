package io.cameo.service.database.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How the embedded PostgreSQL is run.
 *
 * @param dataFolder the service's data folder; the database lies below it
 * @param startTimeout the longest wait for the server to answer, crash recovery included
 * @param stopTimeout the longest wait for an orderly end before the server is killed; at least a
 *     second
 * @param listener told of what happens to the running server, on the thread that looks after it
 * @param role who runs it
 */
public record EmbeddedPostgresOptions(
    Path dataFolder,
    Duration startTimeout,
    Duration stopTimeout,
    Consumer<EmbeddedPostgresEvent> listener,
    Role role) {

  /** Who runs the server: it decides who may join whom. */
  public enum Role {
    /** Lasts. It joins the server of a command and takes over when that ends. */
    SERVICE,
    /** Ends soon, and joins nobody by itself. */
    COMMAND
  }

  public EmbeddedPostgresOptions {
    dataFolder = dataFolder.toAbsolutePath().normalize();
  }

  /** The usual: two minutes to start (a crash may leave a gigabyte to replay), 20 s to stop. */
  public static EmbeddedPostgresOptions of(Path dataFolder) {
    return new EmbeddedPostgresOptions(
        dataFolder, Duration.ofMinutes(2), Duration.ofSeconds(20), event -> {}, Role.SERVICE);
  }

  /** The same with somebody listening. */
  public EmbeddedPostgresOptions listener(Consumer<EmbeddedPostgresEvent> listener) {
    return new EmbeddedPostgresOptions(dataFolder, startTimeout, stopTimeout, listener, role);
  }

  /** The same for a command. */
  public EmbeddedPostgresOptions forCommand() {
    return new EmbeddedPostgresOptions(
        dataFolder, startTimeout, stopTimeout, listener, Role.COMMAND);
  }

  /** Where the database, its lock and its log lie. */
  Path home() {
    return dataFolder.resolve("postgres");
  }

  /** Where the unpacked programs lie. */
  Path runtime() {
    return dataFolder.resolve("runtime");
  }
}
