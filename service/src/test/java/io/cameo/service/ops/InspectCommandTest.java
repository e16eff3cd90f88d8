package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.ops.TestCommands.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./cameo inspect}, with real workers. */
class InspectCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final byte[] GOOD =
      new FallbackAvatars(FallbackStyle.SILHOUETTE).jpeg("anna", 256).bytes();

  @TempDir private Path data;
  @TempDir private Path files;

  private TestCommands commands() {
    return TestCommands.on(data).with(Map.of("MAX_AVATAR_SIZE", "100000", "CAMEO_WORKERS", "2"));
  }

  private Path file(String name, byte[] bytes) throws IOException {
    Path file = files.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static Map<String, JsonNode> byName(String lines) {
    Map<String, JsonNode> found = new HashMap<>();
    lines
        .lines()
        .map(JSON::readTree)
        .forEach(
            line ->
                found.put(Path.of(line.path("file").asString()).getFileName().toString(), line));
    return found;
  }

  @Test
  void saysOfEveryFileOfAFolderWhatAnUploadOfItWouldComeToAndLeavesNothingBehind()
      throws IOException {
    file("good.jpg", GOOD);
    file("deep/er/cut.jpg", Arrays.copyOf(GOOD, GOOD.length / 2));
    file("text.jpg", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8));
    file("empty.png", new byte[0]);
    file("large.jpg", Arrays.copyOf(GOOD, 100_001));
    Files.createSymbolicLink(files.resolve("loop"), files);
    for (int i = 0; i < 200; i++) {
      file("junk/" + i, new byte[] {1, 2, 3});
    }

    Answer answer = commands().run("inspect", "--json", files.toString());

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(1);
    Map<String, JsonNode> found = byName(answer.out());
    assertThat(found).hasSize(206);
    assertThat(found.get("good.jpg").path("verdict").asString()).isEqualTo("accepted");
    assertThat(found.get("good.jpg").path("width").asInt()).isEqualTo(256);
    assertThat(found.get("good.jpg").path("pixels").asInt()).isEqualTo(65_536);
    assertThat(found.get("good.jpg").path("type").asString()).isEqualTo("JPEG");
    assertThat(found.get("good.jpg").path("storedBytes").asInt()).isPositive();
    assertThat(found.get("good.jpg").has("ms")).isTrue();
    assertThat(found.get("good.jpg").has("code")).isFalse();
    refused(found.get("cut.jpg"), "damaged-picture", 422);
    refused(found.get("text.jpg"), "unsupported-type", 415);
    refused(found.get("empty.png"), "empty-body", 400);
    refused(found.get("large.jpg"), "too-large", 413);
    assertThat(found.get("loop").path("verdict").asString())
        .as("a link inside a folder is not followed")
        .isEqualTo("unreadable");
    assertThat(answer.err())
        .contains("206 files: 1 accepted, 204 refused, 0 failed, 1 unreadable.")
        .contains("201  unsupported-type")
        .contains("2 of 2 control pictures");
    try (var left = Files.walk(data)) {
      assertThat(left.filter(Files::isRegularFile).map(data::relativize).map(Path::toString))
          .as("nothing but the runtime is kept")
          .allMatch(name -> name.startsWith("runtime"));
    }
  }

  private static void refused(JsonNode line, String code, int status) {
    assertThat(line.path("verdict").asString()).as(line.toString()).isEqualTo("refused");
    assertThat(line.path("code").asString()).isEqualTo(code);
    assertThat(line.path("status").asInt()).isEqualTo(status);
    assertThat(line.path("detail").asString()).endsWith(".");
  }

  @Test
  void showsATableThatNoFileNameCanBreakOutOf() throws IOException {
    Path hostile = file("a\u001b[2Jb.jpg", GOOD);

    Answer answer = commands().run("inspect", "--crop", "1,2,100", hostile.toString());

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    List<String> lines = answer.out().lines().toList();
    assertThat(lines.getFirst()).contains("verdict", "code", "type", "pixels", "cpu ms", "file");
    assertThat(lines.get(1)).startsWith("accepted").contains("256x256").endsWith("a?[2Jb.jpg");
    assertThat(lines).hasSize(2);
  }

  @Test
  void aSquareThatDoesNotFitIsRefusedAsTheServiceRefusesIt() throws IOException {
    Path picture = file("good.jpg", GOOD);

    Answer outside =
        commands().run("inspect", "--json", "--crop", "200,200,100", picture.toString());
    Answer senseless = commands().run("inspect", "--crop", "all", picture.toString());

    refused(byName(outside.out()).get("good.jpg"), "bad-crop", 422);
    assertThat(senseless.exitCode()).isEqualTo(2);
    assertThat(senseless.err()).contains("--crop").contains("x,y,size");
  }

  @Test
  void k1AScannerThatIsAwayFailsAsTheServiceDoes() throws IOException {
    Path picture = file("good.jpg", GOOD);
    int nobody;
    try (ServerSocket closed = new ServerSocket(0)) {
      nobody = closed.getLocalPort();
    }

    Answer answer =
        commands()
            .with(Map.of("CAMEO_SCAN", "clamd", "CAMEO_CLAMD", "tcp://127.0.0.1:" + nobody))
            .run("inspect", "--json", picture.toString());

    JsonNode line = byName(answer.out()).get("good.jpg");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(line.path("verdict").asString()).as(answer.out()).isEqualTo("failed");
    assertThat(line.path("code").asString()).isEqualTo("scanner-unavailable");
  }

  @Test
  void whatIsNotThereIsWrongUse() {
    Answer answer = commands().run("inspect", files.resolve("nothing").toString());

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("There is no file or folder");
  }
}
