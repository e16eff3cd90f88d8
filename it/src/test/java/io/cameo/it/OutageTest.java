package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is shown while something is away: never a broken picture. */
@ExtendWith(Running.class)
class OutageTest {

  private static final String WHY = "X-Cameo-Fallback";

  @Test
  void withoutItsDatabaseItShowsWhoItRemembersAndDrawsTheOthers(Program other) throws Exception {
    try (ReplicatedServers servers = ReplicatedServers.start(other.data());
        Program program =
            Program.start(Homes.empty(), Map.of("CAMEO_DATABASE_URL", servers.primarySetting()))) {
      Api api = new Api(program, Program.ADMIN_KEY);
      String known = Api.subject();
      String unseen = Api.subject();
      String version =
          api.upload(known, Pictures.jpeg(Pictures.quarters(300, 300)))
              .json()
              .path("version")
              .asString();
      assertThat(api.upload(unseen, Pictures.jpeg(80, Pictures.RED)).status()).isEqualTo(201);
      byte[] shown = api.get("/u/" + known + ".jpg").body();
      assertThat(api.get("/a/" + version + "/64.jpg").status()).isEqualTo(200);
      Wait.until(
          "it hears of changes, and so remembers",
          Duration.ofSeconds(20),
          () -> {
            api.get("/u/" + known + ".jpg");
            return remembered(api) > 0;
          });

      servers.close();

      Wait.until(
          "it notices that the database is away",
          Duration.ofSeconds(60),
          () -> {
            Api.Answer answer = api.get("/u/" + known + ".jpg");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(shown);
            return answer.has(WHY);
          });
      Api.Answer last = api.get("/u/" + known + ".jpg");
      assertThat(last.header(WHY)).isEqualTo("last-known");
      assertThat(last.header("Cache-Control")).isEqualTo("public, max-age=10");
      for (String path :
          List.of("/u/" + unseen, "/u/" + Api.subject(), "/avatar/" + "0".repeat(32))) {
        Api.Answer drawn = api.get(path);
        assertThat(drawn.status()).as(path).isEqualTo(200);
        assertThat(drawn.header("Content-Type")).isEqualTo("image/png");
        assertThat(drawn.header(WHY)).isEqualTo("database-unavailable");
      }
      assertThat(api.get("/u/" + unseen + "?d=404").status()).isEqualTo(503);
      assertThat(api.get("/u/" + Api.subject() + "?d=404").status()).isEqualTo(503);
      assertThat(api.management("/readyz").status()).isEqualTo(503);
    }
  }

  private static double remembered(Api api) {
    return api.management("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("cache_gets_total") && line.contains("cameo.subjects"))
        .filter(line -> line.contains("result=\"hit\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void aBrowserShowsNoBrokenPictureWhereAnObjectIsMissing(Program program, Api api)
      throws IOException, InterruptedException {
    String subject = Api.subject();
    String version =
        api.upload(subject, Pictures.jpeg(Pictures.quarters(300, 300)))
            .json()
            .path("version")
            .asString();
    try (Stream<Path> files = Files.walk(program.data().resolve("objects"))) {
      List<Path> objects =
          files.filter(file -> file.toString().matches(".*" + version + "/(64|128)\\..*")).toList();
      assertThat(objects).hasSizeGreaterThanOrEqualTo(2);
      for (Path object : objects) {
        Files.delete(object);
      }
    }
    List<String> addresses =
        List.of("/a/" + version + "/128.jpg", "/u/" + subject + ".jpg?s=64", "/u/" + subject);

    JsonNode seen =
        JsonMapper.builder()
            .build()
            .readTree(
                Browser.run(
                    "pictures.mjs",
                    addresses.stream()
                        .map(path -> program.address(path).toString())
                        .toArray(String[]::new)));

    assertThat(seen).hasSize(3);
    assertThat(seen.path(0).path("status").asInt()).isEqualTo(503);
    assertThat(seen.path(1).path("status").asInt()).isEqualTo(200);
    for (JsonNode picture : seen) {
      assertThat(picture.path("width").asInt()).as(picture.toString()).isPositive();
      assertThat(picture.path("accept").asString()).contains("image/avif", "image/webp");
    }
    assertThat(api.get(addresses.getFirst()).header(WHY)).isEqualTo("picture-missing");
    assertThat(api.get(addresses.getFirst()).header("Cache-Control")).isEqualTo("no-store");
    // Others look at what this program has stored.
    assertThat(api.delete("/v1/avatars/" + subject + "?erase=true").status()).isEqualTo(200);
  }
}
