package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.CommandDatabase.IfMissing;
import io.cameo.service.database.embedded.EmbeddedPostgres;
import io.cameo.service.database.embedded.EmbeddedPostgresOptions;
import io.cameo.storage.Until;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How commands find the embedded database, with and without somebody else there. */
@Timeout(90)
class CommandDatabaseTest {

  @TempDir private Path data;

  private CommandDatabase open() {
    return CommandDatabase.open(
        new DatabaseSettings(
            Optional.empty(), Optional.empty(), data, 1, 10, Duration.ofSeconds(10)),
        IfMissing.CREATE);
  }

  private static int one(CommandDatabase database) {
    return JdbcClient.create(database.dataSource()).sql("select 1").query(Integer.class).single();
  }

  @Test
  void usesTheServicesServerAndLeavesItRunning() {
    try (EmbeddedPostgres service = EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data))) {
      try (CommandDatabase command = open()) {
        assertThat(command.isOwn()).isFalse();
        assertThat(one(command)).isEqualTo(1);
      }
      assertThat(EmbeddedPostgres.running(data)).contains(service.address());
    }
  }

  /** The first command's server ends with the last command that uses it, and not under it. */
  @Test
  void twoCommandsShareOneServerUntilBothAreDone() throws Exception {
    CommandDatabase first = open();
    CommandDatabase second = open();
    assertThat(first.isOwn()).isTrue();
    assertThat(second.isOwn()).isFalse();

    CompletableFuture<Void> firstEnds = CompletableFuture.runAsync(first::close);
    awaitThatItWaits(second);
    assertThat(one(second)).isEqualTo(1);
    assertThat(firstEnds).isNotDone();

    second.close();
    firstEnds.get(30, TimeUnit.SECONDS);
    assertThat(EmbeddedPostgres.running(data)).isEmpty();
    try (CommandDatabase third = open()) {
      assertThat(third.isOwn()).isTrue();
      assertThat(one(third)).isEqualTo(1);
    }
  }

  /** The ending command has asked for the lock at least once. */
  private static void awaitThatItWaits(CommandDatabase database) throws Exception {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      Until.holds(
          "the first command to wait",
          () -> {
            try (var row =
                statement.executeQuery(
                    "select 1 from pg_stat_activity where query like '%pg_try_advisory_lock(%'"
                        + " and pid <> pg_backend_pid()")) {
              return row.next();
            }
          });
    }
  }
}
