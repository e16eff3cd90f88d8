package io.cameo.service.database.embedded;

import java.time.Duration;

/** Something that happened to the running server and not because of us. */
public sealed interface EmbeddedPostgresEvent {

  /**
   * The server ended by itself or was killed; it is being started again.
   *
   * @param exitCode as a shell counts, 137 for {@code kill -9}
   * @param lastWords the end of what it said
   */
  record Died(int exitCode, String lastWords) implements EmbeddedPostgresEvent {}

  /**
   * The server could not be started again yet.
   *
   * @param attempt from 1
   * @param pause until the next attempt
   * @param reason why not
   */
  record RestartFailed(int attempt, Duration pause, String reason)
      implements EmbeddedPostgresEvent {}

  /**
   * The server answers again, on the same port.
   *
   * @param attempts how many it took
   * @param pid of the new server
   */
  record Restarted(int attempts, long pid) implements EmbeddedPostgresEvent {}
}
