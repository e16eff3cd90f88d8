package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cameo.image.sandbox.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that do not come up. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class StartTest {
  @TempDir private Path folder;
  private Puppets puppets;
  private final Diary diary = new Diary();

  @BeforeEach
  void puppets() {
    puppets = new Puppets(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "dies-at-start, SEGMENTATION_FAULT",
    "throws-at-start, NOT_STARTED",
    "chatters-at-start, PROTOCOL_ERROR"
  })
  void saysThatThereIsNoWorkerInsteadOfHanging(String mood, WorkerExit word) throws Exception {
    try (WorkerPool pool = puppets.pool(Puppet.class, mood, Puppets.options(1, 8), diary)) {
      Puppets.eventually("the start has failed", () -> !diary.exits.isEmpty());
      PoolBusyException busy =
          catchThrowableOfType(PoolBusyException.class, () -> puppets.send(pool, 'G', 0, ""));
      assertThat(busy.reason()).isEqualTo(PoolBusyException.Reason.NO_WORKER);
      assertThat(busy.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
      assertThat(diary.words()).containsOnly(word);
      assertThat(pool.awaitReady(Duration.ofMillis(1))).isFalse();
      assertThat(pool.status().starting()).isEqualTo(1);
    }
  }

  @Test
  void refusesWhatAlreadyWaitsWhenTheLastStartFails() {
    PoolOptions options = shortStart(Duration.ofMillis(600));
    try (WorkerPool pool = puppets.pool(Puppet.class, "hangs-at-start", options, diary)) {
      PoolBusyException busy =
          catchThrowableOfType(PoolBusyException.class, () -> puppets.send(pool, 'G', 0, ""));
      assertThat(busy.reason()).isEqualTo(PoolBusyException.Reason.NO_WORKER);
      assertThat(diary.words()).containsExactly(WorkerExit.START_TIMEOUT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"throws-at-start", "dies-when-ready"})
  void waitsLongerAndLongerBetweenStartsThatFail(String mood) {
    long begun = System.nanoTime();
    try (WorkerPool pool = puppets.pool(Puppet.class, mood, Puppets.options(1, 8), diary)) {
      Puppets.eventually("four have failed", () -> pool.status().ended() >= 4);
    }
    // At least half of 250, 500 and 1000 milliseconds.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(875));
  }

  @Test
  void servesAsSoonAsAWorkerComesUpAgain() throws Exception {
    try (WorkerPool pool =
        puppets.pool(Puppet.class, "starts-when-allowed", Puppets.options(1, 8), diary)) {
      Puppets.eventually("the start has failed", () -> !diary.exits.isEmpty());
      Files.createFile(folder.resolve("allowed"));
      assertThat(pool.awaitReady(Duration.ofSeconds(20))).isTrue();
      puppets.assertServes(pool, "at last");
    }
  }

  @Test
  void saysThatThereIsNoWorkerWhenThereIsNoJava() {
    WorkerCommand command =
        new WorkerCommand(
            folder.resolve("no-java"),
            List.of(folder),
            folder.resolve("libvips"),
            folder,
            Puppets.SMALL,
            Confinement.off());
    try (WorkerPool pool = new WorkerPool(command, Puppets.options(1, 8), diary)) {
      PoolBusyException busy =
          catchThrowableOfType(PoolBusyException.class, () -> puppets.send(pool, 'G', 0, ""));
      assertThat(busy.reason()).isEqualTo(PoolBusyException.Reason.NO_WORKER);
    }
  }

  @Test
  void startsFromAPathThatIsNotAscii() throws Exception {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "this JVM has no such path");
    Path away = Files.createDirectory(folder.resolve("gr\u00fcn \u5716"));
    List<Path> classes = new ArrayList<>();
    for (Path from :
        List.of(Puppets.classesOf(WorkerMain.class), Puppets.classesOf(Puppets.class))) {
      Path to = away.resolve("classes-" + classes.size());
      copyClasses(from, to);
      classes.add(to);
    }
    WorkerCommand command =
        new WorkerCommand(
            WorkerCommand.ownJava(),
            classes,
            away.resolve("obedient"),
            away,
            Puppets.SMALL,
            Confinement.off(),
            Puppet.class.getName());
    try (WorkerPool pool =
        new WorkerPool(command, Puppets.options(1, 8), diary, Puppets.ANYTHING)) {
      puppets.assertServes(pool, "from afar");
      assertThat(command.line()).contains(away.resolve("obedient").toString());
    }
  }

  private static void copyClasses(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from.resolve("io"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  @Test
  void tellsWhatComesUp() throws Exception {
    try (WorkerPool pool = puppets.pool(Puppet.class, "obedient", Puppets.options(2, 8), diary)) {
      Puppets.eventually("both are ready", () -> pool.status().idle() == 2);
    }
    assertThat(diary.ready).hasSize(2);
    assertThat(diary.ready)
        .allSatisfy(
            ready -> {
              assertThat(ready.version()).isEqualTo("obedient");
              assertThat(ready.layers()).isEmpty();
              assertThat(ready.startUp()).isPositive();
            });
    assertThat(diary.words()).containsExactly(WorkerExit.CLOSED, WorkerExit.CLOSED);
  }

  private static PoolOptions shortStart(Duration startTimeout) {
    PoolOptions from = Puppets.options(1, 8);
    return new PoolOptions(
        from.workers(),
        from.queueLength(),
        from.queueWait(),
        from.deadline(),
        startTimeout,
        from.recycling(),
        from.drain());
  }
}
