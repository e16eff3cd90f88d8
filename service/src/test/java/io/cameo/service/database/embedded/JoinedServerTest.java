package io.cameo.service.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.embedded.EmbeddedPostgresEvent.Restarted;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service that starts while a command runs the server of its data folder. */
@Timeout(90)
class JoinedServerTest {

  @TempDir Path data;

  private final BlockingQueue<EmbeddedPostgresEvent> events = new ArrayBlockingQueue<>(100);

  private EmbeddedPostgres startService() {
    return EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data).listener(events::add));
  }

  private void awaitTakeover(EmbeddedPostgres service, int port) throws Exception {
    assertThat(events.poll(30, TimeUnit.SECONDS)).isInstanceOf(Restarted.class);
    assertThat(service.port()).as("who is connected finds it again").isEqualTo(port);
    assertThat(service.pid()).isPositive();
    assertThat(Sql.ask(service.address(), "select answer from work")).isEqualTo("7");
    assertThatThrownBy(this::startService)
        .as("from now on it is a service's like any other")
        .isInstanceOfSatisfying(
            DataFolderInUseException.class, taken -> assertThat(taken.isLasting()).isTrue());
  }

  @Test
  void worksOnTheCommandsServerAndGoesOnWithItsOwnWhenThatEnds() throws Exception {
    Prepared.withDatabase(data);
    try (Child command = Child.startCommand(data)) {
      command.await("server");
      try (EmbeddedPostgres service = startService()) {
        int port = service.port();
        assertThat(service.pid()).isZero();
        assertThat(Sql.ask(service.address(), "select answer from work")).isEqualTo("7");

        command.endOrderly();

        awaitTakeover(service, port);
      }
    }
    assertThat(EmbeddedPostgres.running(data)).isEmpty();
  }

  @Test
  void goesOnWithItsOwnServerWhenTheCommandIsKilled() throws Exception {
    Prepared.withDatabase(data);
    try (Child command = Child.startCommand(data)) {
      command.await("server");
      try (EmbeddedPostgres service = startService()) {
        int port = service.port();

        command.kill();

        awaitTakeover(service, port);
      }
    }
  }

  @Test
  void leavesTheServerToTheCommandWhenItEndsFirst() throws Exception {
    Prepared.withDatabase(data);
    try (Child command = Child.startCommand(data)) {
      command.await("server");
      EmbeddedPostgres service = startService();
      service.close();

      assertThat(Sql.ask(EmbeddedPostgres.running(data).orElseThrow(), "select 1")).isEqualTo("1");
      command.endOrderly();
    }
  }

  @Test
  void isJoinedWhileTheCommandsServerIsStillOnItsWay() throws Exception {
    Prepared.withDatabase(data);
    try (Child command = Child.startCommand(data);
        EmbeddedPostgres service = startService()) {
      // Whoever was first: both work, and nobody was refused.
      assertThat(Sql.ask(service.address(), "select 1")).isEqualTo("1");
    }
  }
}
