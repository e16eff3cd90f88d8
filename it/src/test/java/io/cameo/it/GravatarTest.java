package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pictures by e-mail address, asked for by a client of Gravatar that nobody here wrote. */
@ExtendWith(Running.class)
class GravatarTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Program program;
  private final Api api;
  private final String subject = Api.subject();
  private final String email = "User@example.org".replace("User", "Mail." + subject);

  GravatarTest(Program program, Api api) {
    this.program = program;
    this.api = api;
  }

  /** What the library's address answers. */
  private JsonNode ask(String address, String options) throws IOException, InterruptedException {
    Path folder = Path.of("gravatar").toAbsolutePath();
    if (!Files.isDirectory(folder.resolve("node_modules"))) {
      throw Skips.missing(
          "a client of Gravatar: no it/gravatar/node_modules (./cameo test installs it)");
    }
    String server = program.address("/").toString().replaceAll("/$", "");
    Path out = Files.createTempFile("gravatar", ".out");
    Path err = Files.createTempFile("gravatar", ".err");
    try {
      Process node =
          new ProcessBuilder("node", "avatar.mjs", server, address, options)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!node.waitFor(60, TimeUnit.SECONDS)) {
        node.destroyForcibly();
        throw new AssertionError("the client did not finish:\n" + Files.readString(err));
      }
      assertThat(node.exitValue()).as(Files.readString(err)).isZero();
      return JSON.readTree(Files.readString(out));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static byte[] body(JsonNode answer) {
    return Base64.getDecoder().decode(answer.path("body").asString());
  }

  private String identities() {
    return "/v1/avatars/" + subject + "/identities";
  }

  private void identify() {
    Api.Answer answer =
        api.send("PUT", identities(), "{\"emails\":[\" " + email + "\"],\"openids\":[]}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("emails").asInt()).isEqualTo(1);
    assertThat(answer.text()).doesNotContain("@");
  }

  @Test
  void aClientOfGravatarShowsThePictureOfAnAddress() throws Exception {
    api.upload(subject, Pictures.jpeg(150, Pictures.GREEN));
    JsonNode before = ask(email, "{\"d\":\"404\"}");
    assertThat(before.path("status").asInt()).isEqualTo(404);

    identify();
    JsonNode shown = ask(email, "{\"s\":\"64\",\"r\":\"x\",\"d\":\"404\"}");

    assertThat(shown.path("status").asInt()).isEqualTo(200);
    assertThat(shown.path("type").asString()).isEqualTo("image/jpeg");
    assertThat(body(shown)).isEqualTo(api.get("/u/" + subject + "?s=64").body());
    assertThat(ImageIO.read(new ByteArrayInputStream(body(shown))).getWidth()).isEqualTo(64);
    String address = URI.create(shown.path("address").asString()).getPath();
    assertThat(api.as("").get(address + "?s=64", "If-None-Match", shown.path("etag").asString()))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(304));
  }

  @Test
  void aClientOfGravatarShowsADrawnPictureOfEveryKindForWhoeverIsUnknown() throws Exception {
    for (String kind : new String[] {"mm", "identicon", "monsterid", "wavatar", "retro", "blank"}) {
      JsonNode drawn = ask(email, "{\"s\":\"200\",\"d\":\"" + kind + "\"}");
      assertThat(drawn.path("status").asInt()).as(kind).isEqualTo(200);
      assertThat(drawn.path("type").asString()).isEqualTo("image/png");
      assertThat(ImageIO.read(new ByteArrayInputStream(body(drawn))).getWidth()).isEqualTo(200);
    }
    assertThat(ask(email, "{}").path("status").asInt()).isEqualTo(200);
  }

  @Test
  void whoIsErasedIsNotFoundByAnAddressAndWhoTakesItBackNeither() throws Exception {
    api.upload(subject, Pictures.jpeg(151, Pictures.BLUE));
    identify();
    assertThat(ask(email, "{\"d\":\"404\"}").path("status").asInt()).isEqualTo(200);

    assertThat(api.delete(identities()).status()).isEqualTo(204);
    assertThat(ask(email, "{\"d\":\"404\"}").path("status").asInt()).isEqualTo(404);

    identify();
    assertThat(api.delete("/v1/avatars/" + subject + "?erase=true").status()).isEqualTo(200);
    assertThat(ask(email, "{\"d\":\"404\"}").path("status").asInt()).isEqualTo(404);
    assertThat(api.get(identities()).json().path("emails").asInt()).isZero();
  }

  @Test
  void anAddressHasOneOwnerAndAMistakeIsNamedWithoutRepeatingIt() {
    identify();
    Api.Answer taken =
        api.send(
            "PUT",
            "/v1/avatars/" + subject + "-2/identities",
            "{\"emails\":[\"other." + email + "\",\"" + email + "\"]}");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.code()).isEqualTo("identity-taken");
    assertThat(taken.text()).contains("emails[1]").doesNotContain(email, subject + "\"");

    Api.Answer wrong = api.send("PUT", identities(), "{\"openids\":[\"Mail.without.scheme\"]}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text()).contains("openids[0]").doesNotContain("Mail.without");

    Api.Answer slip = api.send("PUT", identities(), "{\"email\":[\"" + email + "\"]}");
    assertThat(slip.status()).isEqualTo(400);
    assertThat(slip.text()).contains("emails and openids").doesNotContain(email);
    assertThat(api.get(identities()).json().path("emails").asInt()).isEqualTo(1);
  }

  @Test
  void switchedOffNothingOfItIsThere() {
    try (Program off = Program.start(Homes.prepared(), Map.of("CAMEO_GRAVATAR", "off"))) {
      Api operator = new Api(off, Program.ADMIN_KEY);
      String hash = "b4becdf161eb9e311664b548cc735a9d";
      for (String path :
          new String[] {"/avatar/" + hash, "/avatar/" + hash + "?d=mp", "/avatar/"}) {
        assertThat(operator.get(path).status()).as(path).isEqualTo(404);
      }
      assertThat(operator.send("PUT", identities(), "{\"emails\":[]}").status()).isEqualTo(404);
      assertThat(operator.get(identities()).status()).isEqualTo(404);
      assertThat(operator.delete(identities()).status()).isEqualTo(404);
      assertThat(operator.get("/u/ann").status()).isEqualTo(200);
    }
  }
}
