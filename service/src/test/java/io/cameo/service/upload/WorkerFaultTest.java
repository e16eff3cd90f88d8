package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.TestSettings;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.imaging.MeasuredWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;

/** W1: uploads whose real worker stands still, or is killed before its answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class WorkerFaultTest {

  private static final byte[] OLD = picture(96);
  private static final byte[] NEW = picture(120);

  private UploadRig rig;
  private Truth truth;
  private MeasuredWorker worker;

  private static byte[] picture(int side) {
    return new FallbackAvatars(FallbackStyle.SILHOUETTE).jpeg("ann", side).bytes();
  }

  @BeforeAll
  void open(@TempDir Path folder) {
    rig = UploadRig.onDisk(folder.resolve("service"));
    truth = new Truth(rig);
    ImagingSettings settings =
        TestSettings.of(
                folder.resolve("data"),
                Map.of("CAMEO_PICTURE_DEADLINE", "3s", "CAMEO_SIZES", "128,64"))
            .stream()
            .filter(ImagingSettings.class::isInstance)
            .map(ImagingSettings.class::cast)
            .findFirst()
            .orElseThrow();
    worker = MeasuredWorker.start(settings);
    rig.workers = worker;
  }

  @AfterAll
  void close() {
    worker.close();
    rig.close();
  }

  @Test
  void i1I16AWorkerThatStandsStillCostsItsPictureAtTheDeadlineAndNothingElse() throws Exception {
    upload("hung", OLD, 201);
    signal("STOP");

    MockHttpServletResponse answer = rig.upload("hung", Optional.of("key"), NEW);

    assertThat(answer.getStatus()).as(Aftermath.text(answer)).isEqualTo(422);
    assertThat(Aftermath.text(answer)).contains("too-expensive");
    assertOldIsThereAndTheNextUploadWorks("hung");
  }

  @Test
  void i1I16AWorkerThatIsKilledBeforeItsAnswerCostsItsPictureAndNothingElse() throws Exception {
    upload("killed", OLD, 201);
    signal("STOP");
    CompletableFuture<MockHttpServletResponse> upload =
        CompletableFuture.supplyAsync(() -> rig.upload("killed", Optional.of("key"), NEW));
    await("the worker has the picture", WorkerFaultTest::itsAnswerIsWaitedFor);
    signal("KILL");

    MockHttpServletResponse answer = upload.get(30, TimeUnit.SECONDS);

    Aftermath.assertHonest(answer, "killed");
    assertThat(Aftermath.text(answer)).contains("worker-failed");
    assertOldIsThereAndTheNextUploadWorks("killed");
  }

  private void assertOldIsThereAndTheNextUploadWorks(String subject) {
    assertThat(truth.current(subject).orElseThrow().source().sha256()).isEqualTo(Truth.sha256(OLD));
    assertThat(truth.versions(subject)).hasSize(1);
    assertThat(rig.spool).isEmptyDirectory();
    truth.assertWhole(subject);

    MockHttpServletResponse again = rig.upload(subject, Optional.of("key"), NEW);

    assertThat(again.getStatus()).as(Aftermath.text(again)).isEqualTo(201);
    assertThat(truth.current(subject).orElseThrow().source().sha256()).isEqualTo(Truth.sha256(NEW));
    truth.assertWhole(subject);
    truth.assertSettled();
  }

  private void upload(String subject, byte[] picture, int status) {
    MockHttpServletResponse answer = rig.upload(subject, Optional.empty(), picture);
    assertThat(answer.getStatus()).as(Aftermath.text(answer)).isEqualTo(status);
  }

  /** Whether a lane of the pool has sent all of a picture and reads. */
  private static boolean itsAnswerIsWaitedFor() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("image-lane"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(
            frame ->
                frame.getClassName().endsWith("ReplyReader")
                    && frame.getMethodName().equals("reply"));
  }

  private static void signal(String name) throws Exception {
    List<Long> workers =
        ProcessHandle.current()
            .descendants()
            .filter(process -> isWorker(process.pid()))
            .map(ProcessHandle::pid)
            .toList();
    assertThat(workers).as("workers of this test").isNotEmpty();
    for (long pid : workers) {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
      assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
      if (name.equals("STOP")) {
        // A signal is sent at once and taken when the process has its turn; until then it works.
        await("all threads of the worker stand still", () -> standsStill(pid));
      }
    }
  }

  private static boolean standsStill(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.allMatch(thread -> state(thread.resolve("stat")) == 'T');
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** The letter behind the name, which stands in brackets and may hold anything. */
  private static char state(Path stat) {
    try {
      String line = Files.readString(stat);
      return line.charAt(line.lastIndexOf(')') + 2);
    } catch (IOException gone) {
      return 'T';
    }
  }

  private static boolean isWorker(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().arguments()).stream()
        .flatMap(Stream::of)
        .anyMatch(word -> word.endsWith("WorkerMain"));
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long until " + what).isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
