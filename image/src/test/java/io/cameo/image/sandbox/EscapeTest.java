package io.cameo.image.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes in the real sandbox, each trying one way out. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EscapeTest {
  private static final Confinement CONFINED = new Confinement(Confinement.Mode.REQUIRED, 640, 1);
  private static final int SIGSYS = 128 + 31;
  private static final int SIGXCPU = 128 + 24;
  private static final int SIGABRT = 128 + 6;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run-a-program",
        "make-a-socket",
        "make-a-socket-in-another-thread",
        "kill-the-parent",
        "signal-by-tgkill",
        "trace-a-process",
        "fork",
        "code-of-its-own",
        "an-io-ring",
        "another-filter"
      })
  void w1EndsAWorkerByTheKernelsHandWhenItTriesToLeave(String attempt) throws Exception {
    Escapees.End end = Escapees.run(folder, CONFINED, attempt);

    assertThat(end.said()).contains("installed ").doesNotContain("GOT OUT");
    assertThat(end.exitCode()).as(end.said()).isEqualTo(SIGSYS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read-a-file",
        "read-a-file-in-another-thread",
        "write-a-file",
        "list-a-folder",
        "take-a-limit-back"
      })
  void refusesFilesAndLimitsAndLetsTheWorkerGoOn(String attempt) throws Exception {
    Escapees.End end = Escapees.run(folder, CONFINED, attempt);

    assertThat(end.said()).contains("installed ", "refused ").doesNotContain("GOT OUT");
    assertThat(end.exitCode()).as(end.said()).isZero();
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open-a-tcp-socket", "open-a-udp-socket"})
  void leavesTheJdkNoSocketEither(String attempt) throws Exception {
    Escapees.End end = Escapees.run(folder, CONFINED, attempt);

    assertThat(end.said()).contains("installed ").doesNotContain("GOT OUT");
    assertThat(end.exitCode()).as(end.said()).isIn(0, 1, SIGSYS);
  }

  @Test
  void w1EndsAWorkerThatUsesUpThePicturesProcessorTime() throws Exception {
    Escapees.End end = Escapees.run(folder, CONFINED, "burn");

    assertThat(end.exitCode()).as(end.said()).isEqualTo(SIGXCPU);
  }

  @Test
  void givesAWorkerNoMoreMemoryThanItsShare() throws Exception {
    Escapees.End end = Escapees.run(folder, CONFINED, "hoard");

    assertThat(end.said()).contains("installed ").doesNotContain("GOT OUT");
    assertThat(end.said()).contains("OutOfMemory");
  }

  @Test
  void w1LetsAnAbortLookLikeOne() throws Exception {
    assertThat(Escapees.run(folder, CONFINED, "abort").exitCode()).isEqualTo(SIGABRT);
  }

  @Test
  void w1DiesWithItsParentEvenWhenItListensToNobody() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedParent.class.getName(),
                CONFINED.word())
            .directory(folder.toFile())
            .start();
    long pid = -1;
    try (BufferedReader said = parent.errorReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith("installed ")) {
          pid = Long.parseLong(line.substring("installed ".length()));
          break;
        }
      }
      assertThat(pid).as("the worker's process id").isPositive();
      ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
      assertThat(worker.isAlive()).isTrue();
      parent.destroyForcibly();
      worker.onExit().get(10, TimeUnit.SECONDS);
    } finally {
      parent.destroyForcibly();
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void aWorkerWithoutASandboxWouldGetOut() throws Exception {
    for (String attempt : List.of("run-a-program", "make-a-socket", "write-a-file")) {
      Escapees.End end = Escapees.run(folder, Confinement.off(), attempt);

      assertThat(end.said()).as(attempt).contains("GOT OUT");
    }
  }
}
