package io.cameo.image;

import static io.cameo.image.Pictures.contains;
import static io.cameo.image.Pictures.difference;
import static io.cameo.image.Pictures.named;
import static io.cameo.image.Pictures.pixels;
import static io.cameo.image.Pictures.recipe;
import static io.cameo.image.Pictures.refused;
import static io.cameo.image.Pictures.rendered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real photographs come out as their table of provenance says, where they are at hand. */
class SharedPicturesTest {

  /** Each of the photographs has the number of its orientation written across its middle. */
  private static final double SAME_BUT_FOR_ITS_NUMBER = 0.07;

  private static Path folder;

  @BeforeAll
  static void findPictures() {
    Optional<Path> shared = Pictures.shared();
    assumeTrue(shared.isPresent(), "There is no folder of photographs beside the project.");
    folder = shared.get();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 6, 8})
  void turnsLandscapesUpright(int orientation) throws IOException {
    BufferedImage turned = middle("exif-landscape-" + orientation + ".jpg", 128);
    assertThat(difference(turned, landscape(128))).isLessThan(SAME_BUT_FOR_ITS_NUMBER);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7})
  void turnsPortraitsUpright(int orientation) throws IOException {
    BufferedImage turned = middle("exif-portrait-" + orientation + ".jpg", 128);
    assertThat(difference(turned, middle("exif-portrait-1.jpg", 128)))
        .isLessThan(SAME_BUT_FOR_ITS_NUMBER);
  }

  @Test
  void takesAPhonesPhotographAndLeavesItsSecretsBehind() throws IOException {
    byte[] picture = read("phone-12mp-gps.jpg");
    assertThat(contains(picture, "SN-SECRET-0042")).isTrue();
    Outcome.Rendered outcome =
        rendered(
            picture,
            new Recipe(List.of(512, 256, 128, 64), 1024, 80, Optional.empty(), 50_000_000));
    assertThat(outcome.source().width()).isEqualTo(4032);
    assertThat(outcome.source().height()).isEqualTo(3024);
    assertThat(outcome.crop().size()).isEqualTo(3024);
    assertThat(outcome.renditions()).hasSize(5);
    for (Rendition rendition : outcome.renditions()) {
      for (String secret :
          List.of("SN-SECRET-0042", "private", "Private Owner", "Exif", "GPS", "ICC_PROFILE")) {
        assertThat(contains(rendition.bytes(), secret)).as(rendition.name() + secret).isFalse();
      }
    }
  }

  @Test
  void turnsAPhonesPhotographUpright() throws IOException {
    BufferedImage phone =
        pixels(
            named(
                rendered(
                    read("phone-12mp-gps.jpg"), Pictures.cropped(new Crop(504, 0, 3024, 0), 128)),
                "128.jpg"));
    assertThat(difference(phone, landscape(128))).isLessThan(0.07);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmyk-icc.jpg",
        "adobe-rgb-icc.jpg",
        "rgb-16bit.png",
        "photo.webp",
        "photo.avif",
        "animated.gif",
        "polyglot-trailing.jpg"
      })
  void keepsTheColoursOfTheLandscape(String name) throws IOException {
    assertThat(difference(middle(name, 128), landscape(128))).as(name).isLessThan(0.07);
  }

  @Test
  void keepsTheColoursOfAProgressivePortrait() throws IOException {
    assertThat(difference(middle("progressive.jpg", 128), middle("exif-portrait-1.jpg", 128)))
        .isLessThan(0.05);
  }

  @Test
  void takesAGrayPicture() throws IOException {
    BufferedImage gray = middle("gray.jpg", 64);
    int center = gray.getRGB(32, 32);
    assertThat(center & 0xff).isEqualTo(center >> 8 & 0xff).isEqualTo(center >> 16 & 0xff);
  }

  @Test
  void keepsTransparencyInPngAndPutsWhiteBehindItInJpeg() throws IOException {
    Outcome.Rendered outcome = rendered(read("alpha-circle.png"), recipe(256, 64));
    assertThat(outcome.transparent()).isTrue();
    assertThat(Pictures.names(outcome))
        .containsExactlyInAnyOrder("256.png", "256.jpg", "64.png", "64.jpg");
    BufferedImage png = pixels(named(outcome, "256.png"));
    BufferedImage jpeg = pixels(named(outcome, "256.jpg"));
    assertThat(png.getRGB(1, 1) >>> 24).isZero();
    assertThat(png.getRGB(128, 128) >>> 24).isEqualTo(255);
    assertThat(jpeg.getRGB(1, 1) & 0xffffff).isEqualTo(0xffffff);
    assertThat(jpeg.getRGB(254, 254) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void leavesThePolyglotsTailBehind() throws IOException {
    byte[] picture = read("polyglot-trailing.jpg");
    assertThat(contains(picture, "<?php")).isTrue();
    for (Rendition rendition : rendered(picture, recipe(256, 64)).renditions()) {
      assertThat(contains(rendition.bytes(), "<?php")).isFalse();
      assertThat(contains(rendition.bytes(), "<html")).isFalse();
      assertThat(contains(rendition.bytes(), "PK\u0003\u0004")).isFalse();
    }
  }

  @Test
  void refusesATruncatedPicture() throws IOException {
    assertThat(refused(read("truncated.jpg"), recipe(64)).refusal())
        .isEqualTo(Refusal.DAMAGED_PICTURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-a-picture.svg", "svg-named.png"})
  void refusesWhatIsNoPicture(String name) throws IOException {
    assertThat(refused(read(name), recipe(64)).refusal()).isEqualTo(Refusal.UNSUPPORTED_TYPE);
  }

  private static BufferedImage landscape(int size) throws IOException {
    return middle("exif-landscape-1.jpg", size);
  }

  private static BufferedImage middle(String name, int size) throws IOException {
    byte[] picture = read(name);
    Outcome.Rendered whole = rendered(picture, recipe(16));
    int side = Math.min(whole.source().width(), whole.source().height());
    Crop crop =
        new Crop(
            (whole.source().width() - side) / 2, (whole.source().height() - side) / 2, side, 0);
    return pixels(named(rendered(picture, Pictures.cropped(crop, size)), size + ".jpg"));
  }

  private static byte[] read(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }
}
