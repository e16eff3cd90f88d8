package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What a subject's pictures can become after they were uploaded. */
@ExtendWith(Running.class)
class VersionsTest {

  private final Api api;
  private final String subject = Api.subject();
  private final String avatar = "/v1/avatars/" + subject;

  VersionsTest(Api api) {
    this.api = api;
  }

  @Test
  void aSubjectWithoutPictureIsNotFound() {
    Api.Answer answer = api.get(avatar);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("no-avatar");
    assertThat(api.get(avatar + "/versions").json().path("versions")).isEmpty();
  }

  @Test
  void theVersionsAreListedNewestFirst() {
    String first = upload(101);
    String second = upload(102);

    JsonNode versions = api.get(avatar + "/versions").json().path("versions");

    assertThat(versions).hasSize(2);
    assertThat(versions.get(0).path("version").asString()).isEqualTo(second);
    assertThat(versions.get(0).path("state").asString()).isEqualTo("LIVE");
    assertThat(versions.get(1).path("version").asString()).isEqualTo(first);
    assertThat(versions.get(1).path("state").asString()).isEqualTo("RETIRED");
  }

  @Test
  void revertMakesThePictureBeforeCurrentAgain() {
    String first = upload(101);
    upload(102);

    Api.Answer reverted = api.post(avatar + "/revert", "");

    assertThat(reverted.status()).as(reverted.text()).isEqualTo(200);
    assertThat(reverted.json().path("version").asString()).isEqualTo(first);
    assertThat(reverted.json().path("state").asString()).isEqualTo("LIVE");
    assertThat(api.get(avatar).json().path("version").asString()).isEqualTo(first);
  }

  @Test
  void revertWithoutAnEarlierPictureIsRefused() {
    upload(101);

    Api.Answer refused = api.post(avatar + "/revert", "");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("nothing-to-revert");
  }

  @Test
  void theStableAddressFollowsEveryChangeAtOnce() {
    String first = upload(101);
    assertThat(shown()).isEqualTo(rendition(first));
    String second = upload(102);
    assertThat(shown()).isEqualTo(rendition(second));
    api.post(avatar + "/revert", "");
    assertThat(shown()).isEqualTo(rendition(first));
    api.delete(avatar);
    assertThat(shown()).isNotEqualTo(rendition(second));
  }

  @Test
  void aDeletedPictureIsShownNowhere() {
    String version = upload(101);

    assertThat(api.delete(avatar).status()).isEqualTo(204);

    assertThat(api.get(avatar).code()).isEqualTo("no-avatar");
    assertThat(api.as("").get("/a/" + version + "/64.jpg").status()).isEqualTo(404);
    assertThat(api.as("").get("/u/" + subject + ".jpg").status())
        .as("a generated one")
        .isEqualTo(200);
  }

  @Test
  void aDeletedPictureCanBeTakenBackWithinItsGrace() {
    String version = upload(101);
    api.delete(avatar);

    assertThat(api.post(avatar + "/revert", "").json().path("version").asString())
        .isEqualTo(version);
    assertThat(api.as("").get("/a/" + version + "/64.jpg").status()).isEqualTo(200);
  }

  @Test
  void deletingNothingIsNoFault() {
    assertThat(api.delete(avatar).status()).isEqualTo(204);
  }

  @Test
  void anErasedPictureNeverComesBackAndItsObjectsAreGone(Program program) {
    String first = upload(101);
    String second = upload(102);
    Instant before = Instant.now().minusSeconds(5);

    Api.Answer erased = api.delete(avatar + "?erase=true");

    assertThat(erased.status()).as(erased.text()).isEqualTo(200);
    assertThat(erased.json().path("certificate").asString()).isNotEmpty();
    assertThat(erased.json().path("versions").asInt()).isEqualTo(2);
    assertThat(Instant.parse(erased.json().path("erasedAt").asString())).isAfter(before);
    assertThat(api.post(avatar + "/revert", "").code()).isEqualTo("nothing-to-revert");
    assertThat(api.get(avatar + "/versions").json().path("versions")).isEmpty();
    for (String version : List.of(first, second)) {
      assertThat(api.as("").get("/a/" + version + "/64.jpg").status()).isEqualTo(404);
    }
    Truth truth = new Truth(program);
    Wait.until(
        "the erased objects and rows to be gone",
        Duration.ofSeconds(20),
        () ->
            truth.objects().keySet().stream()
                    .noneMatch(key -> key.contains(first) || key.contains(second))
                && !truth.versions().containsKey(first)
                && !truth.versions().containsKey(second));
    assertThat(truth.audit(subject)).as("the audit keeps no name of an erased subject").isEmpty();
  }

  @Test
  void aPictureAfterAnErasureIsANewOne() {
    upload(101);
    api.delete(avatar + "?erase=true");

    String later = upload(101);

    assertThat(api.get(avatar).json().path("version").asString()).isEqualTo(later);
  }

  private String upload(int side) {
    Api.Answer answer = api.upload(subject, Pictures.jpeg(side, Pictures.GREEN));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("version").asString();
  }

  private String shown() {
    return Truth.sha256(api.as("").get("/u/" + subject + ".jpg?s=64").body());
  }

  private String rendition(String version) {
    return Truth.sha256(api.as("").get("/a/" + version + "/64.jpg").body());
  }
}
