package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The processes that decode pictures: what they know, and what their death costs. */
@ExtendWith(Running.class)
class WorkerTest {

  private final Api api;
  private final Program program;

  WorkerTest(Api api, Program program) {
    this.api = api;
    this.program = program;
  }

  @Test
  void picturesAreDecodedInProcessesOfTheirOwn() {
    upload(Api.subject(), 111);

    assertThat(program.workers()).isNotEmpty();
    for (ProcessHandle worker : program.workers()) {
      assertThat(Processes.commandLine(worker.pid()))
          .as("a JVM on the image jar and nothing else")
          .contains("cameo-image")
          .doesNotContain("spring")
          .doesNotContain("postgresql");
    }
  }

  @Test
  void aWorkerKnowsNoSecrets() {
    upload(Api.subject(), 112);
    List<ProcessHandle> workers = program.workers();

    assertThat(workers).isNotEmpty();
    for (ProcessHandle worker : workers) {
      assertThat(Processes.environment(worker.pid()))
          .noneMatch(entry -> entry.startsWith("CAMEO_") || entry.contains(Program.ADMIN_KEY))
          .noneMatch(entry -> entry.startsWith("AWS_") || entry.startsWith("HOME="));
      assertThat(Processes.commandLine(worker.pid())).doesNotContain(Program.ADMIN_KEY);
    }
  }

  @Test
  void workersAreLockedInByTheKernelAndHealthAndMetricsSaySo() {
    upload(Api.subject(), 114);

    // Another test may have ended a worker, whose successor is still locking itself in.
    Wait.until(
        "every worker to be locked in",
        Duration.ofSeconds(30),
        () -> {
          List<ProcessHandle> workers = program.workers();
          return !workers.isEmpty() && workers.stream().allMatch(WorkerTest::isLockedIn);
        });
    assertThat(api.management("/readyz").text()).contains("seccomp", "limits", "parent-death");
    assertThat(api.management("/metrics").text()).contains(gauge(1));
  }

  @Test
  void healthAndMetricsSayThatTheSandboxIsOff() {
    try (Program open = Program.start(Homes.prepared(), Map.of("CAMEO_SANDBOX", "off"))) {
      Api there = new Api(open, Program.ADMIN_KEY);
      assertThat(there.management("/readyz").text()).contains("\"sandbox\":\"off\"");
      assertThat(there.management("/metrics").text()).contains(gauge(0));
    }
  }

  private static boolean isLockedIn(ProcessHandle worker) {
    try {
      String status = Files.readString(Path.of("/proc/" + worker.pid() + "/status"));
      return Pattern.compile("Seccomp:\\s+2\n").matcher(status).find()
          && Pattern.compile("NoNewPrivs:\\s+1\n").matcher(status).find();
    } catch (IOException ended) {
      return false;
    }
  }

  private static String gauge(int value) {
    return "cameo_sandbox_layer{layer=\"seccomp\"} " + value + ".0";
  }

  @Test
  void killedWorkersCostOnlyTheirOwnUploads() throws Exception {
    upload(Api.subject(), 113);
    List<Future<Api.Answer>> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 24; i++) {
        byte[] picture = Pictures.jpeg(Pictures.quarters(1200 + i, 900));
        answers.add(clients.submit(() -> api.upload(Api.subject(), picture)));
        if (i % 8 == 4) {
          program.workers().forEach(ProcessHandle::destroyForcibly);
        }
      }
    }
    int done = 0;
    for (Future<Api.Answer> future : answers) {
      Api.Answer answer = future.get(60, TimeUnit.SECONDS);
      assertThat(answer.status()).as(answer.text()).isIn(201, 422, 503);
      if (answer.status() == 201) {
        done++;
      } else {
        assertThat(answer.code()).isNotEmpty();
      }
      if (answer.status() == 503) {
        assertThat(answer.header("Retry-After")).matches("[0-9]+");
      }
    }
    assertThat(done).as("uploads that no kill touched").isPositive();
    Wait.until(
        "new workers to take over",
        Duration.ofSeconds(30),
        () -> api.upload(Api.subject(), Pictures.jpeg(77, Pictures.RED)).status() == 201);
    assertThat(new Truth(program).violations()).isEmpty();
  }

  private void upload(String subject, int side) {
    assertThat(api.upload(subject, Pictures.jpeg(side, Pictures.BLUE)).status()).isEqualTo(201);
  }
}
