package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gc} as a process of its own, beside a service that takes uploads meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GcTest {

  /** Guards as small as they may be, so that the test need not wait for days. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "CAMEO_REAP_EVERY", "300ms",
          "CAMEO_GRACE", "2s",
          "CAMEO_INTENT_LIFE", "10s",
          "CAMEO_GC_MIN_AGE", "11s",
          "CAMEO_GC_QUARANTINE", "0ms",
          "CAMEO_GC_MAX_SHARE", "100");

  private static final int KILLS = 3;

  private final AtomicBoolean uploading = new AtomicBoolean();
  private final AtomicInteger uploads = new AtomicInteger();
  private final List<Integer> unexpected = new ArrayList<>();
  private Program program;
  private Api api;

  @BeforeAll
  void start() {
    program = Program.start(Program.newHome(), SETTINGS);
    api = new Api(program, Program.ADMIN_KEY);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  private Answer gc(String... words) {
    List<String> all = new ArrayList<>(List.of("gc", "--json"));
    all.addAll(List.of(words));
    return OperatorCommand.run(program.home(), SETTINGS, all.toArray(String[]::new));
  }

  private static JsonNode report(Answer answer) {
    assertThat(answer.out()).as(answer.err()).startsWith("{");
    return JsonMapper.builder().build().readTree(answer.out());
  }

  private static int count(JsonNode report, String pile) {
    return report.path(pile).path("count").asInt(-1);
  }

  private String version(byte[] picture) {
    Api.Answer answer = api.upload(Api.subject(), picture);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("version").asString();
  }

  private Path file(String version, String name) {
    return program
        .data()
        .resolve("objects/avatars/+" + version.substring(0, 3) + "/" + version + "/" + name);
  }

  /** An object of a version that never was, written long ago. */
  private Path plant(Path like) throws IOException {
    Path orphan = file(UUID.randomUUID().toString().replace("-", ""), "64.jpg");
    Files.createDirectories(orphan.getParent());
    Files.copy(like, orphan);
    Files.setLastModifiedTime(orphan, FileTime.fromMillis(1_000_000));
    return orphan;
  }

  /** Waits until the service has heard of the repair; the command does not wait for that. */
  private Api.Answer shown(String path) {
    Wait.until(
        path + " to be delivered", Duration.ofSeconds(10), () -> api.get(path).status() == 200);
    return api.get(path);
  }

  /** Replaces, reverts and erases, so that rows and objects come and go. */
  private Thread load() {
    uploading.set(true);
    return Thread.ofPlatform()
        .start(
            () -> {
              Random random = new Random(7);
              while (uploading.get()) {
                String subject = "load-" + random.nextInt(5);
                int status =
                    switch (random.nextInt(6)) {
                      case 0 -> api.delete("/v1/avatars/" + subject + "?erase=true").status();
                      case 1 -> api.post("/v1/avatars/" + subject + "/revert", "").status();
                      default -> {
                        uploads.incrementAndGet();
                        yield api.upload(
                                subject, Pictures.jpeg(60 + random.nextInt(40), Pictures.RED))
                            .status();
                      }
                    };
                if (status >= 500) {
                  unexpected.add(status);
                }
              }
            });
  }

  private void endLoad(Thread load) throws InterruptedException {
    uploading.set(false);
    load.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(unexpected).isEmpty();
    assertThat(uploads.get()).isGreaterThan(5);
  }

  @Test
  void repairsAndDeletesBesideAServiceThatTakesUploads() throws Exception {
    String opaque = version(Pictures.jpeg(Pictures.quarters(400, 300)));
    String transparent = version(Pictures.pngWithAlpha());
    BufferedImage before = Pictures.decode(Files.readAllBytes(file(opaque, "128.jpg")));
    Path orphan = plant(file(opaque, "64.jpg"));
    // From here on the service remembers the lengths of both pictures' renditions.
    assertThat(api.get("/a/" + opaque + "/64.jpg").status()).isEqualTo(200);
    assertThat(api.get("/a/" + transparent + "/48.png").status()).isEqualTo(200);
    Files.delete(file(opaque, "128.jpg"));
    Files.delete(file(transparent, "64.png"));
    Thread load = load();

    Answer dry = gc();
    assertThat(dry.exitCode()).as(dry.err()).isEqualTo(1);
    assertThat(count(report(dry), "repairable")).isEqualTo(2);
    assertThat(count(report(dry), "orphans")).isEqualTo(1);
    assertThat(file(opaque, "128.jpg")).doesNotExist();

    Answer first = gc("--yes");
    assertThat(first.exitCode()).as(first.err() + first.out()).isZero();
    assertThat(count(report(first), "repaired")).isEqualTo(2);
    assertThat(count(report(first), "quarantined")).isEqualTo(1);
    assertThat(orphan).exists();

    JsonNode second = report(gc("--yes", "--deep"));
    assertThat(count(second, "deleted")).isEqualTo(1);
    assertThat(count(second, "missing")).isZero();
    assertThat(count(second, "wrongBytes")).isZero();
    assertThat(orphan).doesNotExist();
    endLoad(load);

    Api.Answer shown = shown("/a/" + opaque + "/128.jpg");
    assertThat(Pictures.difference(Pictures.decode(shown.body()), before)).isLessThan(4);
    assertThat(Pictures.decode(shown("/a/" + transparent + "/64.png").body()).getWidth())
        .isEqualTo(64);
    Answer third = gc("--yes");
    assertThat(third.exitCode()).isZero();
    for (String pile : List.of("orphans", "missing", "repaired", "deleted", "unrepairable")) {
      assertThat(count(report(third), pile)).as("I17 " + pile).isZero();
    }
    assertThat(new Truth(program).violations()).isEmpty();
  }

  @Test
  void whatAKilledRunHasBegunTheNextOneFinishes() throws Exception {
    String version = version(Pictures.jpeg(80, Pictures.BLUE));
    List<Path> orphans = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      orphans.add(plant(file(version, "64.jpg")));
    }
    Files.delete(file(version, "32.jpg"));
    Random random = new Random();
    for (int i = 0; i < KILLS; i++) {
      Process gc =
          OperatorCommand.builder(program.home(), SETTINGS, "gc", "--yes")
              .redirectErrorStream(true)
              .redirectOutput(OperatorCommand.unread(program.home()))
              .start();
      // Anywhere between the JVM's start and the end of the command.
      if (!gc.waitFor(random.nextInt(200, 3_000), TimeUnit.MILLISECONDS)) {
        gc.destroyForcibly();
        gc.waitFor(30, TimeUnit.SECONDS);
      }
      assertThat(program.isAlive()).isTrue();
      endLeases();
    }

    gc("--yes");
    Answer last = gc("--yes");

    assertThat(last.exitCode()).as(last.err() + last.out()).isZero();
    assertThat(orphans).noneMatch(Files::exists);
    assertThat(file(version, "32.jpg")).exists();
    assertThat(shown("/a/" + version + "/32.jpg").status()).isEqualTo(200);
    assertThat(count(report(gc()), "orphans")).isZero();
    assertThat(new Truth(program).violations()).isEmpty();
  }

  /** Lets the time pass after which a killed run may be taken over. */
  private void endLeases() throws SQLException {
    try (Connection connection = EmbeddedDatabase.connect(program.data());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update gc_run set lease_until = now() where finished_at is null");
    }
  }
}
