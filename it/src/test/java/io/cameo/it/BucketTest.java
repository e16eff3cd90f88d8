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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program with its pictures in a bucket. */
@Timeout(240)
class BucketTest {

  private static Map<String, String> settings(S3Proxy s3) {
    // What the uploads left that were refused while the bucket was away goes soon, too.
    return s3.settings(
        "CAMEO_REAP_EVERY", "300ms", "CAMEO_INTENT_LIFE", "15s", "CAMEO_S3_TIMEOUT", "3s");
  }

  @Test
  void picturesLiveInTheBucketAndSurviveItsAbsence() throws Exception {
    try (S3Proxy s3 = S3Proxy.start();
        Program program = Program.start(Homes.prepared(), settings(s3))) {
      Api api = new Api(program, Program.ADMIN_KEY);
      String subject = Api.subject();
      Api.Answer first = api.upload(subject, Pictures.jpeg(300, Pictures.RED));
      assertThat(first.status()).as(first.text()).isEqualTo(201);
      String version = first.json().path("version").asString();
      List<String> addresses = Api.addresses(first.json());
      assertThat(s3.objects()).hasSizeGreaterThanOrEqualTo(addresses.size());
      assertThat(program.data().resolve("objects")).doesNotExist();
      for (String address : addresses) {
        assertThat(api.get(address).status()).isEqualTo(200);
      }

      s3.freeze();
      uploadsAreRefusedAndNothingIsExhausted(program, api, subject, version);
      s3.thaw();
      uploadsWorkAgain(api, subject);

      s3.kill();
      Api.Answer refused = api.upload(subject, Pictures.jpeg(302, Pictures.GREEN));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotEmpty();
      Wait.until(
          "readiness to say so",
          Duration.ofSeconds(20),
          () -> api.management("/readyz").status() == 503);
      s3.startAgain();
      uploadsWorkAgain(api, subject);

      assertThat(api.delete("/v1/avatars/" + subject + "?erase=true").status()).isEqualTo(200);
      Wait.until(
          "the erased pictures to leave the bucket",
          Duration.ofSeconds(60),
          () -> s3.objects().isEmpty());
      assertThat(api.management("/metrics").text())
          .contains(
              "cameo_s3_calls_seconds_count{operation=\"PutObject\",outcome=\"ok\",region=\"home\"}")
          .contains("cameo_s3_away");
    }
  }

  private static void uploadsAreRefusedAndNothingIsExhausted(
      Program program, Api api, String subject, String version) throws Exception {
    List<Future<Api.Answer>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 24; i++) {
        byte[] picture = Pictures.jpeg(310 + i, Pictures.BLUE);
        answers.add(callers.submit(() -> api.upload(Api.subject(), picture)));
      }
    }
    for (Future<Api.Answer> answer : answers) {
      assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(503);
      assertThat(answer.get().header("Retry-After")).isNotEmpty();
    }
    Api.Answer ready = api.management("/readyz");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.text()).contains("objects", "S3");
    // What is current stays current, and what is remembered is still delivered.
    assertThat(api.get("/v1/avatars/" + subject).json().path("version").asString())
        .isEqualTo(version);
    assertThat(api.get("/u/" + subject).status()).isEqualTo(200);
    assertThat(entries(program, "task")).as("threads of the program").isLessThan(250);
    assertThat(entries(program, "fd")).as("its open files and connections").isLessThan(400);
    // Its heap of 512 MB, and what the JVM has beside it.
    assertThat(mostMemory(program)).as("its largest resident size, MB").isLessThan(900);
  }

  private static long entries(Program program, String folder) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/" + program.pid(), folder))) {
      return entries.count();
    }
  }

  private static long mostMemory(Program program) throws IOException {
    return Files.readString(Path.of("/proc/" + program.pid(), "status"))
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static void uploadsWorkAgain(Api api, String subject) {
    Wait.until(
        "readiness to come back",
        Duration.ofSeconds(30),
        () -> api.management("/readyz").status() == 200);
    Wait.until(
        "uploads to work again",
        Duration.ofSeconds(30),
        () -> api.upload(subject, Pictures.jpeg(301, Pictures.GREEN)).status() < 300);
  }

  @Test
  void aBucketThatCannotBeUsedStopsTheStartWithWhatToChange() {
    try (S3Proxy s3 = S3Proxy.start()) {
      assertThat(lastWords(s3.settings("AWS_SECRET_ACCESS_KEY", "wrong-secret")))
          .contains("AWS_SECRET_ACCESS_KEY", "it-key", "docs/operations/s3.md")
          .doesNotContain("wrong-secret")
          .doesNotContain("\tat ");
    }
  }

  private static String lastWords(Map<String, String> settings) {
    Program program = Program.launch(PackagedForm.UNPACKED, Homes.empty(), settings);
    try {
      Wait.until("the program to end", Duration.ofSeconds(60), () -> !program.isAlive());
      assertThat(program.stop()).as("exit code").isEqualTo(1);
      return program.log();
    } finally {
      program.close();
    }
  }
}
