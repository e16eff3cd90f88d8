package io.cameo.image;

import static io.cameo.image.Pictures.difference;
import static io.cameo.image.Pictures.named;
import static io.cameo.image.Pictures.pixels;
import static io.cameo.image.Pictures.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.VipsImage;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A picture comes out as its user sees it, however its pixels are stored and wherever it is cut.
 */
class OrientationTest {

  /**
   * Lossy twice over, so not the same to the bit; a wrong turn differs by a third of full scale.
   */
  private static final double ALIKE = 0.03;

  /** As seen: 240 x 160, with a different colour in each corner. */
  private static final BufferedImage SEEN = Painted.corners(240, 160);

  static Stream<Arguments> everyWay() {
    return IntStream.rangeClosed(1, 8)
        .boxed()
        .flatMap(
            orientation -> Stream.of(0, 90, 180, 270).map(turn -> Arguments.of(orientation, turn)));
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void cutsTheSquareThatTheUserSees(int orientation, int rotate) {
    BufferedImage turned = Painted.rotated(SEEN, rotate);
    Crop crop = new Crop(turned.getWidth() - 100, 20, 80, rotate);
    BufferedImage expected = turned.getSubimage(crop.x(), crop.y(), crop.size(), crop.size());

    Outcome.Rendered outcome =
        rendered(Painted.jpegStoredAs(SEEN, orientation), Pictures.cropped(crop, 80));

    assertThat(difference(pixels(named(outcome, "80.jpg")), expected)).isLessThan(ALIKE);
    assertThat(outcome.crop()).isEqualTo(crop);
    assertThat(outcome.source().width()).isEqualTo(240);
    assertThat(outcome.source().height()).isEqualTo(160);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void reportsTheSquareItChoseAsTheUserSeesIt(int orientation) {
    Outcome.Rendered outcome =
        rendered(Painted.jpegStoredAs(SEEN, orientation), Pictures.recipe(160));
    Crop crop = outcome.crop();

    assertThat(crop.size()).isEqualTo(160);
    assertThat(crop.rotate()).isZero();
    BufferedImage expected = SEEN.getSubimage(crop.x(), crop.y(), 160, 160);
    assertThat(difference(pixels(named(outcome, "160.jpg")), expected)).isLessThan(ALIKE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 8})
  void cutsTheSameSquareWhileTheDecoderReduces(int orientation) {
    BufferedImage large = Painted.corners(2400, 1600);
    Crop crop = new Crop(300, 600, 1200, 90);
    BufferedImage expected = Painted.rotated(SEEN, 90).getSubimage(30, 60, 120, 120);

    Outcome.Rendered outcome =
        rendered(Painted.jpegStoredAs(large, orientation), Pictures.cropped(crop, 120));

    assertThat(difference(pixels(named(outcome, "120.jpg")), expected)).isLessThan(ALIKE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void turnsAnAvifAsItsContainerSays(int quarters) {
    BufferedImage seen = Painted.rotated(SEEN, 360 - 90 * quarters);
    Crop crop = new Crop(10, 20, 100, 0);
    byte[] avif;
    try (VipsImage image = Painted.image(SEEN)) {
      avif = TurnedAvif.by(Encoder.avif(image, 90, 1), quarters);
    }

    Outcome.Rendered outcome = rendered(avif, Pictures.cropped(crop, 100));

    assertThat(outcome.source().width()).isEqualTo(seen.getWidth());
    assertThat(outcome.source().height()).isEqualTo(seen.getHeight());
    assertThat(difference(pixels(named(outcome, "100.jpg")), seen.getSubimage(10, 20, 100, 100)))
        .isLessThan(ALIKE);
    assertThat(
            Pictures.refused(avif, Pictures.cropped(new Crop(seen.getWidth() - 99, 0, 100, 0), 64)))
        .extracting(Outcome.Refused::refusal)
        .isEqualTo(Refusal.BAD_CROP);
  }

  @Test
  void ignoresASenselessOrientation() {
    Outcome.Rendered outcome =
        rendered(Painted.withOrientation(Painted.jpeg(SEEN), 9), Pictures.recipe(64));
    assertThat(outcome.source().width()).isEqualTo(240);
  }
}
