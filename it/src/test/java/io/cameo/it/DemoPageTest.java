package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo page as a person meets it: in a real browser. */
@ExtendWith(Running.class)
class DemoPageTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final Program program;
  private final Api api;

  DemoPageTest(Program program, Api api) {
    this.program = program;
    this.api = api;
  }

  @Test
  void thePageIsServedWithAStrictPolicy() {
    for (String path : List.of("/", "/demo/demo.css", "/demo/demo.js")) {
      Api.Answer answer = api.as("").get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.header("Content-Security-Policy")).as(path).contains("default-src 'self'");
      assertThat(answer.header("Content-Security-Policy")).doesNotContain("unsafe");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.text())
          .as("no third party")
          .doesNotContain("//cdn")
          .doesNotContain("https://");
    }
  }

  @Test
  void aPersonUploadsSeesEverySizeAndTakesOneBack(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path first =
        Files.write(folder.resolve("first.jpg"), Pictures.jpeg(Pictures.quarters(640, 480)));
    Path second = Files.write(folder.resolve("second.jpg"), Pictures.jpeg(140, Pictures.BLUE));
    Path bad = Files.write(folder.resolve("bad.svg"), Pictures.svg());
    Path shots = Files.createDirectories(Path.of("target", "screenshots"));

    JsonNode seen =
        JSON.readTree(
            Browser.run(
                "demo.mjs",
                program.address("/").toString(),
                first.toString(),
                second.toString(),
                bad.toString(),
                shots.toAbsolutePath().toString()));

    assertThat(seen.path("sizes").asInt()).isEqualTo(8);
    assertThat(seen.path("broken").asInt()).as("pictures that did not load").isZero();
    assertThat(seen.path("chatSide").asInt()).isEqualTo(40);
    assertThat(seen.path("status").asString()).startsWith("PUT /v1/avatars/demo answered 201");
    assertThat(seen.path("problem").asString()).isNotBlank().contains("unsupported-type");
    assertThat(seen.path("versionsAfterSecond").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(seen.path("revertedTo").asString()).isEqualTo(seen.path("firstVersion").asString());
    assertThat(seen.path("deleted").asString()).contains("204");
    assertThat(seen.path("keyboardOpensChooser").asBoolean()).isTrue();
    assertThat(seen.path("pasted").asString()).startsWith("PUT /v1/avatars/demo answered 201");
    assertThat(seen.path("dropped").asString()).startsWith("PUT /v1/avatars/demo answered 20");
    assertThat(seen.path("overflow").asInt())
        .as("sideways scrolling at 320 pixels")
        .isLessThanOrEqualTo(0);
    assertThat(seen.path("unlabelled")).as("controls without a name").isEmpty();
    assertThat(seen.path("faults")).as("policy violations and script errors").isEmpty();
  }
}
