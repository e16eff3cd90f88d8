package io.cameo.service.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.OutputWalk;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackAvatarsTest {

  private final FallbackAvatars fallbacks = new FallbackAvatars(FallbackStyle.SILHOUETTE);

  private FallbackAvatars.Picture draw(String subject, int size, FallbackForm form) {
    return fallbacks.draw(fallbacks.of(subject).sized(size).as(form));
  }

  private static BufferedImage image(FallbackAvatars.Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
  }

  @Test
  void showsALightFigureOnTheSubjectsGround() throws IOException {
    BufferedImage drawn = image(draw("ann", 128, FallbackForm.PNG));

    assertThat(drawn.getWidth()).isEqualTo(128);
    assertThat(drawn.getHeight()).isEqualTo(128);
    assertThat(brightness(drawn, 64, 48)).isGreaterThan(brightness(drawn, 3, 3) + 60);
    assertThat(brightness(drawn, 64, 120)).isGreaterThan(brightness(drawn, 3, 120) + 60);
  }

  @Test
  void theJpegShowsWhatThePngShows() throws IOException {
    BufferedImage png = image(draw("ann", 64, FallbackForm.PNG));
    BufferedImage jpeg = image(draw("ann", 64, FallbackForm.JPEG));

    for (int[] at : new int[][] {{2, 2}, {32, 24}, {32, 60}, {60, 30}}) {
      assertThat(brightness(jpeg, at[0], at[1]))
          .isCloseTo(brightness(png, at[0], at[1]), org.assertj.core.data.Offset.offset(12));
    }
  }

  @Test
  void aPngIsMadeOfTheChunksThatAnOutputMayHave() {
    ByteBuffer png = ByteBuffer.wrap(draw("ann", 48, FallbackForm.PNG).bytes());

    assertThat(OutputWalk.check(png, ImageType.PNG, 48, 48)).isEmpty();
  }

  @Test
  void givesASubjectTheSamePictureAndAFloodOfSubjectsAFewPictures() {
    assertThat(draw("ann", 64, FallbackForm.PNG)).isSameAs(draw("ann", 64, FallbackForm.PNG));
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      names.add(draw("subject-" + i, 64, FallbackForm.PNG).name());
    }

    assertThat(names).hasSize(8);
  }

  @ParameterizedTest
  @EnumSource(FallbackStyle.class)
  void everyStyleOfAnInstallationIsARealJpegPngOrSvg(FallbackStyle style) {
    FallbackAvatars installed = new FallbackAvatars(style);
    for (String subject : new String[] {"ann", "ann.lee@example.org", "~", "4711"}) {
      FallbackRequest wanted = installed.of(subject).sized(64);
      FallbackAvatars.Picture jpeg = installed.draw(wanted.as(FallbackForm.JPEG));
      FallbackAvatars.Picture png = installed.draw(wanted.as(FallbackForm.PNG));
      FallbackAvatars.Picture svg = installed.draw(wanted.as(FallbackForm.SVG));

      assertThat(jpeg.form().mediaType()).isEqualTo("image/jpeg");
      assertThat(jpeg.bytes()).startsWith(0xff, 0xd8, 0xff);
      assertThat(svg.form().mediaType()).isEqualTo("image/svg+xml");
      assertThat(svg.bytes())
          .asString(StandardCharsets.UTF_8)
          .startsWith("<svg ")
          .endsWith("</svg>\n");
      assertThat(png.form().mediaType()).isEqualTo("image/png");
      assertThat(png.bytes()).startsWith(0x89, 'P', 'N', 'G');
    }
  }

  @Test
  void noMoreAreDrawnAtOnceThanProcessorsAndHeapAllow() {
    assertThat(FallbackAvatars.places(2, 512L << 20)).isEqualTo(2);
    assertThat(FallbackAvatars.places(64, 512L << 20)).isEqualTo(4);
    assertThat(FallbackAvatars.places(64, 16L << 20)).isEqualTo(1);
  }

  private static int brightness(BufferedImage image, int x, int y) {
    int rgb = image.getRGB(x, y);
    return ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) / 3;
  }
}
