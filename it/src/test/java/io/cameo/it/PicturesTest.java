package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Every kind of picture comes out as it must: made in code, and, where the folder of real
 * photographs is there, as its provenance says.
 */
@ExtendWith(Running.class)
class PicturesTest {

  /** Most that a converted photograph may differ from the plain one, of full scale. */
  private static final double ALIKE = 0.07;

  private static final List<String> SECRETS_OF_FOLDER =
      List.of(
          "SN-SECRET-0042", "private", "Private Owner", "Exif", "<?php", "<html", "PK\u0003\u0004");

  private final Api api;
  private final String subject = Api.subject();

  PicturesTest(Api api) {
    this.api = api;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyOrientationComesOutUpright(int orientation) {
    JsonNode avatar = accepted(Pictures.jpegTurned(orientation, 400, 300));

    assertUprightQuarters(rendition(avatar, "128", "jpg"));
    assertThat(avatar.path("width").asInt()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 4711})
  void anOrientationThatDoesNotExistIsIgnored(int orientation) {
    assertUprightQuarters(
        rendition(accepted(Pictures.jpegTurned(orientation, 400, 300)), "128", "jpg"));
  }

  @Test
  void noRenditionHoldsAnyOfTheUploadsOwnWords() {
    JsonNode avatar = accepted(Pictures.jpegWithSecrets());

    List<String> addresses = Api.addresses(avatar);
    assertThat(addresses).hasSizeGreaterThanOrEqualTo(8);
    for (String address : addresses) {
      assertClean(address, List.of(Pictures.SECRETS));
    }
  }

  @Test
  void transparencyIsKeptAndWhiteInJpeg() {
    JsonNode avatar = accepted(Pictures.pngWithAlpha());

    BufferedImage png = rendition(avatar, "128", "png");
    assertThat(png.getColorModel().hasAlpha()).isTrue();
    assertThat(png.getRGB(1, 1) >>> 24).as("alpha in the corner").isZero();
    assertThat(png.getRGB(64, 64) >>> 24).as("alpha in the middle").isEqualTo(255);
    assertThat(Pictures.isAbout(png.getRGB(64, 64), Pictures.RED)).isTrue();
    Api.Answer jpeg = api.as("").get("/u/" + subject + ".jpg?s=128");
    assertThat(jpeg.header("Content-Type")).isEqualTo("image/jpeg");
    BufferedImage onWhite = Pictures.decode(jpeg.body());
    assertThat(Pictures.isAbout(onWhite.getRGB(1, 1), Color.WHITE)).as("never black").isTrue();
    assertThat(Pictures.isAbout(onWhite.getRGB(64, 64), Pictures.RED)).isTrue();
  }

  @Test
  void anAnimationIsItsFirstFrame() {
    BufferedImage image = rendition(accepted(Pictures.gifOfTwoFrames()), "96", "jpg");

    assertThat(Pictures.isAbout(image.getRGB(48, 48), Pictures.RED)).isTrue();
  }

  @Test
  void grayAndDeepPicturesKeepTheirShade() {
    for (byte[] picture : List.of(Pictures.jpegGray(), Pictures.png16Bit())) {
      BufferedImage image = rendition(accepted(picture), "64", "jpg");

      int rgb = image.getRGB(32, 32);
      assertThat(new Color(rgb).getRed()).isBetween(180, 205);
      assertThat(Pictures.isAbout(rgb, new Color(new Color(rgb).getRed() * 0x010101))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17})
  void tinyPicturesAreTaken(int side) {
    assertThat(Api.addresses(accepted(Pictures.png(Pictures.quarters(side, side))))).isNotEmpty();
  }

  @Test
  void absurdShapesAreTaken() {
    for (BufferedImage image : List.of(Pictures.quarters(4000, 2), Pictures.quarters(2, 4000))) {
      Api.Answer answer = api.upload(Api.subject(), Pictures.png(image));
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
  }

  // --- the folder of real photographs -------------------------------------------------------

  @Test
  void everyFileOfTheFolderIsSpokenOfHere() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(PicturesTest::isInput))
          .allMatch(name -> ACCEPTED.contains(name) || REFUSED.contains(name));
    }
  }

  private static boolean isInput(String name) {
    return !name.endsWith(".md") && !name.startsWith("LICENSE");
  }

  private static final List<String> ACCEPTED =
      List.of(
          "exif-landscape-1.jpg",
          "exif-landscape-3.jpg",
          "exif-landscape-6.jpg",
          "exif-landscape-8.jpg",
          "exif-portrait-1.jpg",
          "exif-portrait-5.jpg",
          "exif-portrait-6.jpg",
          "exif-portrait-7.jpg",
          "phone-12mp-gps.jpg",
          "progressive.jpg",
          "gray.jpg",
          "cmyk-icc.jpg",
          "adobe-rgb-icc.jpg",
          "alpha-circle.png",
          "rgb-16bit.png",
          "photo.webp",
          "photo.avif",
          "animated.gif",
          "polyglot-trailing.jpg");

  private static final List<String> REFUSED =
      List.of("truncated.jpg", "not-a-picture.svg", "svg-named.png");

  static List<String> accepted() {
    return ACCEPTED;
  }

  static List<String> refused() {
    return REFUSED;
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void aRealPhotographComesOutClean(String name) throws IOException {
    JsonNode avatar = accepted(file(name));

    List<String> addresses = Api.addresses(avatar);
    assertThat(addresses).hasSizeGreaterThanOrEqualTo(8);
    for (String address : addresses) {
      assertClean(address, SECRETS_OF_FOLDER);
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aBadFileIsRefused(String name) throws IOException {
    byte[] bytes = file(name);
    String type =
        name.endsWith(".png")
            ? "image/png"
            : name.endsWith(".jpg") ? "image/jpeg" : "image/svg+xml";
    Api.Answer answer = api.upload(subject, bytes, "Content-Type", type);

    boolean damaged = name.equals("truncated.jpg");
    assertThat(answer.status()).isEqualTo(damaged ? 422 : 415);
    assertThat(answer.code()).isEqualTo(damaged ? "damaged-picture" : "unsupported-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "landscape-3",
        "landscape-6",
        "landscape-8",
        "portrait-5",
        "portrait-6",
        "portrait-7"
      })
  void aTurnedPhotographLooksLikeTheUprightOne(String name) throws IOException {
    String upright = name.replaceAll("\\d", "1");

    assertThat(
            Pictures.difference(
                middle("exif-" + name + ".jpg"), middle("exif-" + upright + ".jpg")))
        .as("orientation, but for the digit drawn into each")
        .isLessThan(ALIKE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cmyk-icc.jpg", "adobe-rgb-icc.jpg"})
  void aPhotographWithAProfileLooksLikeThePlainOne(String name) throws IOException {
    assertThat(Pictures.difference(middle(name), middle("exif-landscape-1.jpg"))).isLessThan(ALIKE);
  }

  @Test
  void theTelephonesPhotographIsUpright() throws IOException {
    JsonNode avatar = accepted(file("phone-12mp-gps.jpg"));

    assertThat(avatar.path("width").asInt()).isEqualTo(4032);
    assertThat(avatar.path("height").asInt()).isEqualTo(3024);
    for (String address : Api.addresses(avatar)) {
      assertClean(address, List.of("GPS"));
    }
    assertThat(Pictures.difference(middle("phone-12mp-gps.jpg"), middle("exif-landscape-1.jpg")))
        .isLessThan(ALIKE);
  }

  @Test
  void theCircleIsOnWhite() throws IOException {
    accepted(file("alpha-circle.png"));

    BufferedImage jpeg = Pictures.decode(api.as("").get("/u/" + subject + ".jpg?s=256").body());
    assertThat(Pictures.isAbout(jpeg.getRGB(2, 2), Color.WHITE)).isTrue();
    BufferedImage png = Pictures.decode(api.as("").get("/u/" + subject + ".png?s=256").body());
    assertThat(png.getRGB(2, 2) >>> 24).isZero();
  }

  /** The photograph's middle square at 128 pixels, whatever its resolution is. */
  private BufferedImage middle(String name) throws IOException {
    byte[] bytes = file(name);
    JsonNode avatar = accepted(bytes);
    int width = avatar.path("width").asInt();
    int height = avatar.path("height").asInt();
    int side = Math.min(width, height);
    String crop = (width - side) / 2 + "," + (height - side) / 2 + "," + side;
    Api.Answer cut = api.put("/v1/avatars/" + Api.subject() + "?crop=" + crop, bytes);
    assertThat(cut.status()).as(cut.text()).isEqualTo(201);
    return rendition(cut.json(), "128", "jpg");
  }

  private static byte[] file(String name) throws IOException {
    return Files.readAllBytes(folder().resolve(name));
  }

  private static Path folder() {
    Optional<Path> folder = Pictures.folder();
    if (folder.isEmpty()) {
      Skips.sayOnce("the real photographs: no folder ../shared/pictures beside the project");
    }
    assumeTrue(folder.isPresent(), "no folder of real photographs");
    return folder.get();
  }

  // --- what both use ------------------------------------------------------------------------

  private JsonNode accepted(byte[] picture) {
    Api.Answer answer = api.upload(subject, picture);
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    return answer.json();
  }

  private BufferedImage rendition(JsonNode avatar, String size, String format) {
    String address = avatar.path("urls").path(size).path(format).asString();
    Api.Answer answer = api.as("").get(address);
    assertThat(answer.status()).as(address).isEqualTo(200);
    return Pictures.decode(answer.body());
  }

  private void assertClean(String address, List<String> secrets) {
    Api.Answer answer = api.as("").get(address);
    assertThat(answer.status()).as(address).isEqualTo(200);
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    for (String secret : secrets) {
      assertThat(text).as(address).doesNotContain(secret);
    }
    assertThat(Containers.surplus(answer.body())).as(address).isEmpty();
    assertThat(answer.header("Content-Type")).isEqualTo(Pictures.typeOf(answer.body()));
  }

  static void assertUprightQuarters(BufferedImage image) {
    int near = image.getWidth() / 8;
    int far = image.getWidth() - 1 - near;
    assertThat(Pictures.isAbout(image.getRGB(near, near), Pictures.RED)).as("upper left").isTrue();
    assertThat(Pictures.isAbout(image.getRGB(far, near), Pictures.GREEN))
        .as("upper right")
        .isTrue();
    assertThat(Pictures.isAbout(image.getRGB(near, far), Pictures.BLUE)).as("lower left").isTrue();
    assertThat(Pictures.isAbout(image.getRGB(far, far), Pictures.YELLOW))
        .as("lower right")
        .isTrue();
  }
}
