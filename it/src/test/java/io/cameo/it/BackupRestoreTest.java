package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The loss of a whole data folder, and the way back, as an operator goes it. */
class BackupRestoreTest {

  @Test
  void aLostDataFolderComesBackByteForByteAtTheSameAddresses() {
    Path home = Homes.prepared();
    String archive = home.resolve("archive").toString();
    Map<String, byte[]> shown = new LinkedHashMap<>();
    String erased = Api.subject();
    String erasedVersion;
    try (Closing first = new Closing(Program.start(home, Map.of()))) {
      Api api = new Api(first.program(), Program.ADMIN_KEY);
      for (int i = 0; i < 3; i++) {
        String subject = Api.subject();
        String version = upload(api, subject, Pictures.jpeg(140 + i, Pictures.RED));
        String current = upload(api, subject, Pictures.jpeg(150 + i, Pictures.BLUE));
        remember(api, shown, "/u/" + subject + ".jpg?s=128");
        remember(api, shown, "/a/" + version + "/64.jpg");
        remember(api, shown, "/a/" + current + "/512.jpg");
      }
      erasedVersion = upload(api, erased, Pictures.jpeg(160, Pictures.GREEN));
      assertThat(age(api)).as("before any backup").contains("+Inf");

      Answer backup = OperatorCommand.run(home, Map.of(), "backup", "--to", archive);
      assertThat(backup.exitCode()).as(backup.err()).isZero();

      assertThat(api.delete("/v1/avatars/" + erased + "?erase=true").status()).isEqualTo(200);
      Answer erasures =
          OperatorCommand.run(home, Map.of(), "backup", "--to", archive, "--erasures-only");
      assertThat(erasures.exitCode()).as(erasures.err()).isZero();
      Answer beside = OperatorCommand.run(home, Map.of(), "restore", "--from", archive, "--yes");
      assertThat(beside.exitCode()).isEqualTo(1);
      assertThat(beside.err()).contains("Nothing was touched", "Stop every node first");
      assertThat(api.get("/a/" + erasedVersion + "/64.jpg").status()).isNotEqualTo(200);
    }
    Processes.awaitNoneOf(home, Duration.ofSeconds(30));
    PackagedForm.remove(home.resolve("data/objects"));
    noStartWithoutTheDiskOfThePictures(home);
    PackagedForm.remove(home.resolve("data"));
    assertThat(home.resolve("data")).doesNotExist();

    Answer restored = OperatorCommand.run(home, Map.of(), "restore", "--from", archive, "--yes");

    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(restored.out()).contains("1 versions erased again");
    Processes.awaitNoneOf(home, Duration.ofSeconds(30));
    try (Program program = Program.start(home, Map.of())) {
      Api api = new Api(program, Program.ADMIN_KEY);
      shown.forEach(
          (path, bytes) -> {
            Api.Answer answer = api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).isEqualTo(bytes);
          });
      assertThat(api.get("/v1/avatars/" + erased).status()).isEqualTo(404);
      assertThat(api.get("/a/" + erasedVersion + "/64.jpg").status()).isEqualTo(404);
      Wait.until(
          "the erased version to be gone",
          Duration.ofSeconds(60),
          () -> !new Truth(program).versions().containsKey(erasedVersion));
      assertThat(new Truth(program).violations()).isEmpty();
      String again = upload(api, Api.subject(), Pictures.jpeg(170, Pictures.YELLOW));
      assertThat(api.get("/a/" + again + "/64.jpg").status()).isEqualTo(200);
    }
  }

  private static void noStartWithoutTheDiskOfThePictures(Path home) {
    Program refused = Program.launch(PackagedForm.UNPACKED, home, Map.of());
    Wait.until("the program to end", Duration.ofSeconds(60), () -> !refused.isAlive());
    assertThat(refused.stop()).as("exit code").isEqualTo(1);
    Path objects = home.resolve("data/objects");
    assertThat(refused.logTail())
        .contains(objects + " holds no picture at all", "Mount the disk", "./cameo restore")
        .doesNotContain("\tat ");
    assertThat(objects).doesNotExist();
    Processes.awaitNoneOf(home, Duration.ofSeconds(30));
  }

  /** Stops a program and leaves its home. */
  private record Closing(Program program) implements AutoCloseable {
    @Override
    public void close() {
      program.stop();
    }
  }

  private static String upload(Api api, String subject, byte[] picture) {
    return api.upload(subject, picture).json().path("version").asString();
  }

  private static void remember(Api api, Map<String, byte[]> shown, String path) {
    Api.Answer answer = api.get(path);
    assertThat(answer.status()).as(path).isEqualTo(200);
    shown.put(path, answer.body());
  }

  private static String age(Api api) {
    return api.management("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("cameo_backup_age_seconds"))
        .findFirst()
        .orElse("(no such metric)");
  }
}
