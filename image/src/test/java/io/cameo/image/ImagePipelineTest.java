package io.cameo.image;

import static io.cameo.image.Pictures.cropped;
import static io.cameo.image.Pictures.named;
import static io.cameo.image.Pictures.names;
import static io.cameo.image.Pictures.pixels;
import static io.cameo.image.Pictures.recipe;
import static io.cameo.image.Pictures.refused;
import static io.cameo.image.Pictures.rendered;
import static io.cameo.image.Pictures.withMaster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pipeline makes of a picture and of a recipe. */
class ImagePipelineTest {

  private static final byte[] JPEG = Painted.jpeg(Painted.corners(300, 200));

  @Test
  void goesThroughItsStepsInThisOrder() {
    assertThat(ImagePipeline.steps())
        .containsExactly(
            "admit", "decode", "reduce", "colour", "crop", "orient", "alpha", "scale", "preview",
            "encode", "check");
  }

  @Test
  void warmsUp() {
    assertThatCode(() -> Pictures.pipeline().warmUp()).doesNotThrowAnyException();
    assertThat(Pictures.pipeline().version()).matches("8\\.\\d+\\.\\d+");
  }

  @Test
  void makesEverySizeThatIsAskedFor() {
    Outcome.Rendered outcome = rendered(JPEG, recipe(512, 256, 192, 128, 96, 64, 48, 32));

    assertThat(outcome.source().type()).isEqualTo(ImageType.JPEG);
    assertThat(outcome.transparent()).isFalse();
    assertThat(outcome.thumbhash()).hasSizeBetween(5, 30);
    assertThat(outcome.color()).matches("#[0-9a-f]{6}");
    assertThat(outcome.renditions()).hasSize(8);
    for (Rendition rendition : outcome.renditions()) {
      BufferedImage seen = pixels(rendition);
      assertThat(seen.getWidth()).isEqualTo(seen.getHeight()).isEqualTo(rendition.width());
      assertThat(rendition.name()).isEqualTo(rendition.height() + ".jpg");
      assertThat(rendition.type()).isEqualTo(ImageType.JPEG);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 64", "128, 128", "200, 200", "1024, 200"})
  void makesAMasterThatIsNeverScaledUp(int asked, int side) {
    Rendition master = named(rendered(JPEG, withMaster(asked, 64)), "master.jpg");
    assertThat(master.width()).isEqualTo(master.height()).isEqualTo(side);
    assertThat(pixels(master).getWidth()).isEqualTo(side);
  }

  @Test
  void keepsOnlyTheCropInTheMaster() {
    Recipe recipe =
        new Recipe(List.of(64), 1024, 80, Optional.of(new Crop(10, 20, 90, 0)), 1_000_000);
    assertThat(named(rendered(JPEG, recipe), "master.jpg").width()).isEqualTo(90);
  }

  @Test
  void makesNoMasterWhenNoneIsAskedFor() {
    assertThat(names(rendered(JPEG, recipe(64)))).containsExactly("64.jpg");
  }

  @Test
  void givesTheSamePictureTheSameBytes() {
    Outcome.Rendered once = rendered(JPEG, withMaster(256, 128, 96, 48));
    Outcome.Rendered again = rendered(JPEG, withMaster(256, 128, 96, 48));
    for (int i = 0; i < once.renditions().size(); i++) {
      assertThat(again.renditions().get(i).bytes()).isEqualTo(once.renditions().get(i).bytes());
    }
    assertThat(again.thumbhash()).isEqualTo(once.thumbhash());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3000", "3000, 1", "2, 17", "17, 2", "9, 9", "5000, 3", "16, 16"})
  void takesPicturesOfEveryShape(int width, int height) {
    Outcome.Rendered outcome =
        rendered(Painted.jpeg(Painted.corners(width, height)), withMaster(1024, 512, 48, 16));
    assertThat(outcome.crop().size()).isEqualTo(Math.min(width, height));
    assertThat(outcome.crop().x()).isBetween(0, width - outcome.crop().size());
    assertThat(outcome.crop().y()).isBetween(0, height - outcome.crop().size());
    assertThat(named(outcome, "512.jpg").width()).isEqualTo(512);
  }

  @Test
  void takesASquareOfOnePixel() {
    Rendition rendition = named(rendered(JPEG, cropped(new Crop(299, 199, 1, 0), 64)), "64.jpg");
    int corner = pixels(rendition).getRGB(0, 0);
    int other = pixels(rendition).getRGB(63, 63);
    assertThat(corner).isEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource({
    "201, 0, 100, 0",
    "0, 101, 100, 0",
    "0, 0, 201, 0",
    "101, 0, 100, 90",
    "0, 0, 2147483647, 0",
    "2147483647, 0, 1, 180"
  })
  void refusesASquareOutsideThePicture(int x, int y, int size, int rotate) {
    assertThat(refused(JPEG, cropped(new Crop(x, y, size, rotate), 64)).refusal())
        .isEqualTo(Refusal.BAD_CROP);
  }

  @Test
  void refusesAnImageLargerThanTheLimit() {
    Recipe recipe = new Recipe(List.of(64), 0, 80, Optional.empty(), 59_999);
    assertThat(refused(JPEG, recipe).refusal()).isEqualTo(Refusal.TOO_MANY_PIXELS);
  }

  @Test
  void refusesWhatIsNoPicture() {
    byte[] pixmap = "P6 1 1 255 abc".getBytes(StandardCharsets.US_ASCII);
    assertThat(refused(pixmap, recipe(64)).refusal()).isEqualTo(Refusal.UNSUPPORTED_TYPE);
    assertThat(refused(new byte[0], recipe(64)).refusal()).isEqualTo(Refusal.UNSUPPORTED_TYPE);
  }
}
