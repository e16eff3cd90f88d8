package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference of the API, as the program shows it. */
@ExtendWith(Running.class)
class ReferenceTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern PATH = Pattern.compile("(?m)^  (/\\S*):$");
  private static final Pattern CALL = Pattern.compile("(?m)^      operationId: (\\S+)$");

  private final Api anyone;
  private final Program program;

  ReferenceTest(Api api, Program program) {
    this.anyone = api.as("");
    this.program = program;
  }

  @Test
  void thePageIsServedWithAPolicyThatAllowsNoScript() {
    for (String path : List.of("/docs", "/docs/reference.css", "/openapi.yaml")) {
      Api.Answer answer = anyone.get(path);

      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.header("Content-Security-Policy"))
          .as(path)
          .startsWith("default-src 'none'; style-src 'self';")
          .doesNotContain("unsafe", "script-src");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    }
    assertThat(anyone.get("/docs").header("Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(anyone.get("/openapi.yaml").header("Content-Type")).isEqualTo("application/yaml");
    assertThat(anyone.get("/docs").text())
        .as("nothing runs in the page, and nothing of it comes from elsewhere")
        .doesNotContain("<script", " style=", " onclick", "src=\"http", "url(");
  }

  @Test
  void thePageShowsEveryPathAndEveryCallOfTheDocument() {
    String document = anyone.get("/openapi.yaml").text();
    String page = anyone.get("/docs").text();
    List<String> paths = all(PATH, document);
    List<String> calls = all(CALL, document);

    assertThat(paths).hasSizeGreaterThan(20).contains("/v1/avatars/{subject}", "/docs");
    assertThat(paths)
        .allSatisfy(
            path ->
                assertThat(page)
                    .contains(
                        ">"
                            + path.replace("/", "/<wbr>").replaceAll("\\{(\\w+)}", "<i>{$1}</i>")
                            + "</code>"));
    assertThat(calls)
        .hasSizeGreaterThan(25)
        .allSatisfy(
            call ->
                assertThat(page)
                    .contains("<article class=\"call\" id=\"" + call + "\">", "\"#" + call + "\""));
  }

  @Test
  void everyLinkOfThePageLeadsSomewhere() {
    String page = anyone.get("/docs").text();
    List<String> anchors = all(Pattern.compile("href=\"#([^\"]+)\""), page);
    List<String> places = all(Pattern.compile(" id=\"([^\"]+)\""), page);

    assertThat(anchors).hasSizeGreaterThan(100).isSubsetOf(places);
    assertThat(places).doesNotHaveDuplicates();
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult one) -> one.group(1)).toList();
  }

  @Test
  void aPictureIsAnsweredAsTheDocumentSays() throws IOException {
    Api.Answer picture = anyone.get("/u/" + Api.subject() + "?s=96");
    String document = Files.readString(Path.of("..", "docs", "openapi.yaml"));
    String told =
        document.substring(
            document.indexOf("\n    Picture:\n"), document.indexOf("\n    HeadOfPicture:\n"));
    List<String> headers = all(Pattern.compile("(?m)^        ([A-Z][A-Za-z-]+): \\{"), told);

    assertThat(headers).hasSizeGreaterThan(6).contains("X-Cameo-Fallback");
    for (String one : headers) {
      boolean trouble = one.equals("X-Cameo-Fallback");
      assertThat(picture.has(one)).as(one).isEqualTo(!trouble);
    }
    assertThat(told).contains("        " + picture.header("Content-Type") + ": {}");
  }

  @Test
  void theDocumentIsValidOpenApi(@TempDir Path folder) throws IOException, InterruptedException {
    Path document = Files.write(folder.resolve("openapi.yaml"), anyone.get("/openapi.yaml").body());
    Path broken =
        Files.writeString(
            folder.resolve("broken.yaml"),
            Files.readString(document).replaceFirst("responses:", "answers:"));

    JsonNode seen = JSON.readTree(Browser.run("openapi.mjs", document.toString()));

    assertThat(seen.path("errors")).isEmpty();
    assertThat(seen.path("valid").asBoolean()).isTrue();
    assertThat(seen.path("version").asString()).isEqualTo("3.1");
    assertThat(
            JSON.readTree(Browser.run("openapi.mjs", broken.toString())).path("valid").asBoolean())
        .as("a document without a member that must be there")
        .isFalse();
  }

  @Test
  void thePageFitsAPhoneAndBreaksNoPolicy() throws IOException, InterruptedException {
    Path shots = Files.createDirectories(Path.of("target", "screenshots"));

    JsonNode seen =
        JSON.readTree(
            Browser.run(
                "docs.mjs",
                program.address("/docs").toString(),
                shots.toAbsolutePath().toString()));

    assertThat(seen.path("overflow").asInt()).as("sideways scrolling").isLessThanOrEqualTo(0);
    assertThat(seen.path("contents").asBoolean()).as("the contents beside the page").isTrue();
    assertThat(seen.path("target").asBoolean()).as("a call by its address").isTrue();
    assertThat(seen.path("faults")).isEmpty();
  }
}
