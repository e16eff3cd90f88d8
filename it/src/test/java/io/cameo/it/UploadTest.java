package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A picture goes in, avatars come out. */
@ExtendWith(Running.class)
class UploadTest {

  private static final int[] SIZES = {512, 256, 192, 128, 96, 64, 48, 32};

  private final Api api;
  private final String subject = Api.subject();

  UploadTest(Api api) {
    this.api = api;
  }

  @Test
  void aPictureBecomesAnAvatarInEverySize() {
    Api.Answer answer = api.upload(subject, Pictures.jpeg(Pictures.quarters(900, 700)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    for (int size : SIZES) {
      String address = answer.json().path("urls").path("" + size).path("jpg").asString();
      Api.Answer picture = api.as("").get(address);
      assertThat(picture.status()).as(address).isEqualTo(200);
      BufferedImage image = Pictures.decode(picture.body());
      assertThat(image.getWidth()).as(address).isEqualTo(size);
      assertThat(image.getHeight()).as(address).isEqualTo(size);
    }
  }

  @Test
  void theAnswerDescribesTheUpload() {
    byte[] picture = Pictures.jpegTurned(6, 300, 420);
    Instant before = Instant.now().minusSeconds(5);

    JsonNode avatar = api.upload(subject, picture).json();

    assertThat(avatar.path("subject").asString()).isEqualTo(subject);
    assertThat(avatar.path("version").asString()).matches("[0-9a-f]{32}");
    assertThat(avatar.path("state").asString()).isEqualTo("LIVE");
    assertThat(avatar.path("width").asInt()).as("after orientation").isEqualTo(300);
    assertThat(avatar.path("height").asInt()).isEqualTo(420);
    assertThat(avatar.path("bytes").asInt()).isEqualTo(picture.length);
    assertThat(avatar.path("sourceType").asString()).isEqualTo("image/jpeg");
    assertThat(Instant.parse(avatar.path("createdAt").asString()))
        .isBetween(before, Instant.now().plusSeconds(5));
    assertThat(Base64.getDecoder().decode(avatar.path("thumbhash").asString()))
        .hasSizeBetween(5, 40);
    assertThat(avatar.path("color").asString()).matches("#[0-9a-f]{6}");
    assertThat(avatar.path("stable").asString()).endsWith("/u/" + subject);
    assertThat(avatar.path("alt").asString()).isNotEmpty();
    assertThat(api.get("/v1/avatars/" + subject).json()).isEqualTo(avatar);
  }

  @Test
  void theSameBytesAgainChangeNothing() {
    byte[] picture = Pictures.jpeg(200, Pictures.RED);
    Api.Answer first = api.upload(subject, picture);
    Api.Answer second = api.upload(subject, picture);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json()).isEqualTo(first.json());
  }

  @Test
  void theSameBytesWithAnotherCropAreANewPicture() {
    byte[] picture = Pictures.jpeg(Pictures.quarters(300, 300));
    String whole = api.upload(subject, picture).json().path("version").asString();
    Api.Answer cut = api.put("/v1/avatars/" + subject + "?crop=0,0,150", picture);

    assertThat(cut.status()).isEqualTo(201);
    assertThat(cut.json().path("version").asString()).isNotEqualTo(whole);
  }

  @ParameterizedTest
  @MethodSource("crops")
  void theCropIsTheSquareThatWasAskedFor(String crop, byte[] picture, Color expected) {
    Api.Answer answer = api.put("/v1/avatars/" + subject + "?crop=" + crop, picture);

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    BufferedImage image = smallJpeg(answer.json());
    for (int at : new int[] {8, 32, 56}) {
      assertThat(Pictures.isAbout(image.getRGB(at, at), expected)).as("pixel " + at).isTrue();
    }
  }

  static Stream<Arguments> crops() {
    byte[] plain = Pictures.png(Pictures.quarters(400, 400));
    byte[] turned = Pictures.jpegTurned(6, 400, 300);
    return Stream.of(
        Arguments.of("0,0,200", plain, Pictures.RED),
        Arguments.of("200,0,200", plain, Pictures.GREEN),
        Arguments.of("200,200,200", plain, Pictures.YELLOW),
        Arguments.of("0,0,200,90", plain, Pictures.BLUE),
        Arguments.of("0,0,200,180", plain, Pictures.YELLOW),
        Arguments.of("0,0,200,270", plain, Pictures.GREEN),
        Arguments.of("0,0,140", turned, Pictures.RED),
        Arguments.of("210,0,140", turned, Pictures.GREEN),
        Arguments.of("0,155,140", turned, Pictures.BLUE));
  }

  @Test
  void aFormIsTakenLikeRawBytes() {
    byte[] picture = Pictures.png(Pictures.quarters(400, 400));
    Api.Answer answer =
        api.uploadForm(
            subject,
            Api.Part.field("crop", "200,200,200"),
            Api.Part.file("file", "image/png", picture));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().path("sourceType").asString()).isEqualTo("image/png");
    assertThat(Pictures.isAbout(smallJpeg(answer.json()).getRGB(32, 32), Pictures.YELLOW)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quarters.webp", "quarters.avif"})
  void modernFormatsAreTaken(String name) {
    Api.Answer answer = api.upload(subject, Pictures.prepared(name));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().path("sourceType").asString())
        .isEqualTo("image/" + name.split("\\.")[1]);
    PicturesTest.assertUprightQuarters(smallJpeg(answer.json()));
  }

  @Test
  void aPictureOfUndeclaredTypeIsJudgedByItsBytes() {
    Api.Answer answer =
        api.upload(
            subject, Pictures.jpeg(100, Pictures.BLUE), "Content-Type", "application/octet-stream");

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  @Test
  void theSameKeyAndBytesGiveTheSameVersion() {
    byte[] picture = Pictures.jpeg(150, Pictures.RED);
    Api.Answer first = api.upload(subject, picture, "Idempotency-Key", "key-" + subject);
    Api.Answer again = api.upload(subject, picture, "Idempotency-Key", "key-" + subject);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("version")).isEqualTo(first.json().path("version"));
  }

  @Test
  void theSameKeyWithOtherBytesIsAConflict() {
    api.upload(subject, Pictures.jpeg(150, Pictures.RED), "Idempotency-Key", "key-" + subject);
    Api.Answer other =
        api.upload(subject, Pictures.jpeg(151, Pictures.RED), "Idempotency-Key", "key-" + subject);

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("idempotency-conflict");
  }

  @Test
  void aKeyIsRememberedEvenWhenTheUploadChangedNothing() {
    byte[] picture = Pictures.jpeg(150, Pictures.RED);
    api.upload(subject, picture);
    Api.Answer unchanged = api.upload(subject, picture, "Idempotency-Key", "key-" + subject);
    Api.Answer other =
        api.upload(subject, Pictures.jpeg(151, Pictures.RED), "Idempotency-Key", "key-" + subject);

    assertThat(unchanged.status()).isEqualTo(200);
    assertThat(other.status()).isEqualTo(409);
  }

  @Test
  void aLateUploadDoesNotReplaceANewerPicture(Program program) {
    byte[] slow = Pictures.jpeg(Pictures.quarters(400, 400));
    try (RawUpload late = new RawUpload(program).half(subject, slow)) {
      Api.Answer newer = api.upload(subject, Pictures.jpeg(120, Pictures.BLUE));
      assertThat(newer.status()).isEqualTo(201);

      assertThat(late.rest(slow).answer().status()).isEqualTo(409);
      assertThat(api.get("/v1/avatars/" + subject).json()).isEqualTo(newer.json());
    }
  }

  @Test
  void aLateUploadDoesNotBringBackWhatWasDeleted(Program program) {
    byte[] slow = Pictures.jpeg(Pictures.quarters(400, 400));
    try (RawUpload late = new RawUpload(program).half(subject, slow)) {
      assertThat(api.delete("/v1/avatars/" + subject).status()).isEqualTo(204);

      assertThat(late.rest(slow).answer().status()).isEqualTo(409);
      assertThat(api.get("/v1/avatars/" + subject).status()).isEqualTo(404);
    }
  }

  private BufferedImage smallJpeg(JsonNode avatar) {
    return Pictures.decode(
        api.as("").get(avatar.path("urls").path("64").path("jpg").asString()).body());
  }
}
