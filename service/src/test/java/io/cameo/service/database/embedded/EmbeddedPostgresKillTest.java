package io.cameo.service.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.embedded.EmbeddedPostgresEvent.Died;
import io.cameo.service.database.embedded.EmbeddedPostgresEvent.Restarted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills each of the processes that take part, and looks at what remains. */
@Timeout(60)
class EmbeddedPostgresKillTest {
  @TempDir Path data;

  private static ProcessHandle process(long pid) {
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static void awaitEnd(ProcessHandle process) throws Exception {
    process.onExit().get(15, TimeUnit.SECONDS);
  }

  private static int lastRow(Child child) throws Exception {
    int row = 0;
    for (int i = 0; i < 50; i++) {
      row = Integer.parseInt(child.await("row"));
    }
    return row;
  }

  private void assertRowsUpTo(int row) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data))) {
      String rows = Sql.ask(postgres.address(), "select count(*) from rows where id <= " + row);
      assertThat(rows).isEqualTo(Integer.toString(row));
    }
  }

  @Test
  void losesNoRowWhenTheServiceIsKilledAndStartedAtOnce() throws Exception {
    Prepared.withDatabase(data);
    try (Child service = Child.start(data)) {
      ProcessHandle server = process(Long.parseLong(service.await("server")));
      int row = lastRow(service);
      service.kill();
      // The old server may still be on its way out.
      assertRowsUpTo(row);
      awaitEnd(server);
    }
  }

  @Test
  void stopsAnOrphanThatNothingElseStopped() throws Exception {
    Prepared.withDatabase(data);
    try (Child service = Child.start(data)) {
      ProcessHandle server = process(Long.parseLong(service.await("server")));
      int row = lastRow(service);
      List<ProcessHandle> shells =
          service.process.descendants().filter(EmbeddedPostgresKillTest::isShell).toList();
      assertThat(shells).hasSizeGreaterThanOrEqualTo(2);
      // Held, so that it does not mend what is done to its shells before it is killed itself.
      ShortCommand.run(List.of("/bin/kill", "-STOP", Long.toString(service.process.pid())));
      shells.forEach(ProcessHandle::destroyForcibly);
      for (ProcessHandle shell : shells.subList(1, shells.size())) {
        awaitEnd(shell);
      }
      service.kill();
      assertThat(server.isAlive()).isTrue();
      assertThat(EmbeddedPostgres.running(data)).isPresent();
      assertRowsUpTo(row);
      awaitEnd(server);
    }
  }

  private static boolean isShell(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("cameo-watch");
  }

  @Test
  void startsTheServerAgainOnTheSamePortWhenItIsKilled() throws Exception {
    Prepared.withDatabase(data);
    BlockingQueue<EmbeddedPostgresEvent> events = new ArrayBlockingQueue<>(100);
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data).listener(events::add))) {
      int port = postgres.port();
      long pid = postgres.pid();
      Sql.run(postgres.address(), "create table t as select 42 as answer");
      process(pid).destroyForcibly();
      assertThat(events.poll(15, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(Died.class, died -> assertThat(died.exitCode()).isEqualTo(137));
      Restarted restarted = awaitRestarted(events);
      assertThat(postgres.pid()).isNotEqualTo(pid);
      assertThat(restarted.pid()).isGreaterThan(0);
      assertThat(postgres.port()).isEqualTo(port);
      assertThat(Sql.ask(postgres.address(), "select answer from t")).isEqualTo("42");
    }
  }

  private static Restarted awaitRestarted(BlockingQueue<EmbeddedPostgresEvent> events)
      throws InterruptedException {
    while (true) {
      EmbeddedPostgresEvent event = events.poll(15, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      if (event instanceof Restarted restarted) {
        return restarted;
      }
    }
  }

  @Test
  void startsTheServerAgainWhenItsShellIsKilled() throws Exception {
    Prepared.withDatabase(data);
    BlockingQueue<EmbeddedPostgresEvent> events = new ArrayBlockingQueue<>(100);
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data).listener(events::add))) {
      ProcessHandle server = process(postgres.pid());
      assertThat(server.parent()).hasValueSatisfying(shell -> assertThat(isShell(shell)).isTrue());
      server.parent().orElseThrow().destroyForcibly();
      awaitRestarted(events);
      awaitEnd(server);
      assertThat(Sql.ask(postgres.address(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void closesWhileTheServerIsBeingStartedAgain() throws Exception {
    Prepared.withDatabase(data);
    BlockingQueue<EmbeddedPostgresEvent> events = new ArrayBlockingQueue<>(100);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data).listener(events::add));
    process(postgres.pid()).destroyForcibly();
    assertThat(events.poll(15, TimeUnit.SECONDS)).isInstanceOf(Died.class);
    postgres.close();
    assertThat(EmbeddedPostgres.running(data)).isEmpty();
    EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data)).close();
  }

  @Test
  void leavesNoHalfMadeDatabaseBehindAKilledFirstStart() throws Exception {
    Prepared.withoutDatabase(data);
    Path home = Files.createDirectory(data.resolve("postgres"));
    try (Child service = Child.start(data);
        var watch = home.getFileSystem().newWatchService()) {
      home.register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
      while (!isBeingMade(home)) {
        assertThat(watch.poll(20, TimeUnit.SECONDS)).isNotNull().satisfies(key -> key.reset());
      }
      service.kill();
    }
    assertThat(home.resolve("data")).doesNotExist();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data))) {
      assertThat(Sql.ask(postgres.address(), "select 1")).isEqualTo("1");
    }
  }

  private static boolean isBeingMade(Path home) throws Exception {
    try (Stream<Path> entries = Files.list(home)) {
      return entries
          .filter(Files::isDirectory)
          .anyMatch(entry -> entry.getFileName().toString().startsWith("unfinished-"));
    }
  }
}
