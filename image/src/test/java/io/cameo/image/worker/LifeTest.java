package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How workers live, what they can reach, and how they leave. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LifeTest {
  @TempDir private Path folder;
  private Puppets puppets;
  private final Diary diary = new Diary();

  @BeforeEach
  void puppets() {
    puppets = new Puppets(folder);
  }

  private static PoolOptions recycling(int workers, Recycling recycling) {
    PoolOptions from = Puppets.options(workers, 64);
    return new PoolOptions(
        from.workers(),
        from.queueLength(),
        from.queueWait(),
        from.deadline(),
        from.startTimeout(),
        recycling,
        from.drain());
  }

  @Test
  void replacesAWorkerAfterItsShareOfPictures() throws Exception {
    Recycling everyTen = new Recycling(10, Duration.ofHours(1));
    try (WorkerPool pool = puppets.pool(recycling(1, everyTen), diary)) {
      for (int i = 0; pool.status().recycled() < 2 && i < 5_000; i++) {
        puppets.assertServes(pool, "picture " + i);
      }
      assertThat(pool.status().recycled()).isEqualTo(2);
      Puppets.eventually("the old ones are gone", () -> pool.status().ended() == 2);
      assertThat(diary.words()).containsExactly(WorkerExit.RECYCLED, WorkerExit.RECYCLED);
      assertThat(diary.exits).allSatisfy(exit -> assertThat(exit.code()).isZero());
    }
  }

  @Test
  void replacesAnIdleWorkerAfterItsTime() throws Exception {
    Recycling often = new Recycling(1_000, Duration.ofMillis(300));
    try (WorkerPool pool = puppets.pool(recycling(1, often), diary)) {
      Puppets.eventually("two have left", () -> pool.status().recycled() >= 2);
      puppets.assertServes(pool, "by a young worker");
    }
    assertThat(diary.words()).contains(WorkerExit.RECYCLED);
  }

  @Test
  void replacesAWorkerThatDiedIdle() throws Exception {
    try (WorkerPool pool = puppets.pool(Puppets.options(1, 8), diary)) {
      assertThat(pool.awaitReady(Duration.ofSeconds(20))).isTrue();
      kill(diary.ready.getFirst().pid());
      Puppets.eventually("another is ready", () -> diary.ready.size() == 2);
      puppets.assertServes(pool, "by the other");
    }
    assertThat(diary.words()).containsExactly(WorkerExit.KILLED, WorkerExit.CLOSED);
  }

  @Test
  void givesThePictureToAnotherWorkerWhenNothingWasSent() throws Exception {
    try (WorkerPool pool = puppets.pool(Puppets.options(2, 64), diary)) {
      for (int round = 0; round < 3; round++) {
        Puppets.eventually("two are idle", () -> pool.status().idle() == 2);
        diary.ready.forEach(
            ready -> ProcessHandle.of(ready.pid()).ifPresent(ProcessHandle::destroyForcibly));
        Puppets.eventually(
            "they are dead",
            () -> diary.ready.stream().allMatch(ready -> Puppets.isGone(ready.pid())));
        puppets.assertServes(pool, "round " + round);
      }
    }
  }

  @Test
  void losesOnlyThePictureOfTheWorkerThatWasKilled() throws Exception {
    try (WorkerPool pool = puppets.pool(Puppets.options(2, 8), diary)) {
      Puppets.eventually("two are idle", () -> pool.status().idle() == 2);
      var ends = List.of(puppets.start(pool, 'W', 0, "one"), puppets.start(pool, 'W', 0, "other"));
      Puppets.eventually("both are busy", () -> pool.status().busy() == 2);
      kill(diary.ready.getFirst().pid());
      Puppets.eventually("one knows", () -> ends.stream().anyMatch(CompletableFuture::isDone));
      boolean first = ends.getFirst().isDone();
      var lost = first ? ends.getFirst() : ends.getLast();
      var kept = first ? ends.getLast() : ends.getFirst();
      assertThat(kept).isNotDone();
      puppets.giveTheSign();
      Puppets.assertAnswers(kept.get(), first ? "other" : "one");
      assertThat(lost.exceptionNow())
          .isInstanceOfSatisfying(
              WorkerFailedException.class, e -> assertThat(e.exit()).isEqualTo(WorkerExit.KILLED));
      Puppets.eventually("two are idle again", () -> pool.status().idle() == 2);
    }
  }

  @Test
  void givesWorkersAnEmptyEnvironmentAndNothingButPipesToTalkTo() throws Exception {
    try (WorkerPool pool = puppets.pool(Puppets.options(1, 8), diary)) {
      puppets.assertServes(pool, "once");
      long pid = diary.ready.getFirst().pid();
      assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "only Linux has /proc");
      assertThat(Puppets.proc(pid, "environ")).hasValueSatisfying(e -> assertThat(e).isEmpty());
      assertThat(Path.of("/proc/" + pid + "/cwd").toRealPath()).isEqualTo(folder.toRealPath());
      List<String> open = Puppets.openFiles(pid);
      assertThat(open.subList(0, 3)).allMatch(target -> target.startsWith("pipe:"));
      assertThat(open.subList(3, open.size()))
          .allMatch(
              target ->
                  target.startsWith(System.getProperty("java.home"))
                      || target.startsWith(Puppets.classesOf(WorkerMain.class).toString()));
    }
  }

  @Test
  void leavesNoWorkerBehindWhenTheSupervisorIsKilled() throws Exception {
    Process supervisor =
        new ProcessBuilder(
                WorkerCommand.ownJava().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedSupervisor.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Long> pids = new ArrayList<>();
    try (BufferedReader out = supervisor.inputReader()) {
      for (int i = 0; i < 2; i++) {
        pids.add(Long.parseLong(out.readLine()));
      }
      assertThat(out.readLine()).isEqualTo("one hangs");
      assertThat(pids).noneMatch(Puppets::isGone);
    } finally {
      supervisor.destroyForcibly();
    }
    Puppets.eventually("both are gone", () -> pids.stream().allMatch(Puppets::isGone));
  }

  @Test
  void endsAWorkerWithAnExitCodeForWrongArguments() throws Exception {
    List<String> line = new ArrayList<>(puppets.command(Puppet.class, "obedient").line());
    line.set(line.size() - 1, "not-a-number");
    Process worker = new ProcessBuilder(line).start();
    assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(WorkerExit.ofCode(worker.exitValue())).isEqualTo(WorkerExit.BAD_ARGUMENTS);
  }

  @Test
  void endsAWorkerWithAnExitCodeForARequestThatIsNone() throws Exception {
    Process worker = puppets.command(Puppet.class, "obedient").start();
    worker.getOutputStream().write("GET / HTTP/1.1\r\nHost: worker\r\n\r\n".getBytes());
    worker.getOutputStream().flush();
    assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(WorkerExit.ofCode(worker.exitValue())).isEqualTo(WorkerExit.BAD_REQUEST);
  }

  @Test
  void endsAWorkerWithAnExitCodeForARequestThatBreaksOff() throws Exception {
    Process worker = puppets.command(Puppet.class, "obedient").start();
    worker.getOutputStream().write(RequestCodec.encode(1, Puppets.RECIPE, 100).array());
    worker.getOutputStream().close();
    assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(WorkerExit.ofCode(worker.exitValue())).isEqualTo(WorkerExit.BAD_REQUEST);
  }

  @Test
  void tellsNothingOfAPictureThatWasNeverTaken() {
    WorkerPool pool = puppets.pool(Puppets.options(1, 8), diary);
    pool.close();
    assertThat(
            catchThrowableOfType(
                    PoolBusyException.class, () -> puppets.send(pool, 'G', 0, "too late"))
                .reason())
        .isEqualTo(PoolBusyException.Reason.CLOSING);
    assertThat(diary.pictures).isEmpty();
    assertThat(pool.status().ended()).isEqualTo(pool.status().started());
  }

  private static void kill(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }
}
