package io.cameo.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PhotographTest {

  @Test
  void drawsAPictureOfTheMeasuresAndBytesAskedFor() throws IOException {
    byte[] jpeg = Photograph.jpeg(800, 600, 140_000);
    assertThat(jpeg.length).isCloseTo(140_000, within(14_000));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertThat(image.getWidth()).isEqualTo(800);
    assertThat(image.getHeight()).isEqualTo(600);
  }

  @Test
  void refusesASizeThatNoNoiseReaches() {
    assertThatThrownBy(() -> Photograph.jpeg(80, 60, 10_000_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void squeezesTheDeliveredPictureToItsSize() throws IOException {
    Photograph photograph = new Photograph("drawn", Photograph.jpeg(800, 600, 140_000));
    byte[] small = SmallPicture.of(photograph, 256);
    assertThat(ImageIO.read(new ByteArrayInputStream(small)).getWidth()).isEqualTo(256);
  }
}
