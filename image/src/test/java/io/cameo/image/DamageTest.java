package io.cameo.image;

import static io.cameo.image.Pictures.recipe;
import static io.cameo.image.Pictures.refused;
import static io.cameo.image.Pictures.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.vips.Drawn;
import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.VipsImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture that is not whole is refused, never shown half grey. */
class DamageTest {

  private static final Map<String, byte[]> WHOLE = whole();

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "progressive", "png", "interlaced", "gif", "webp", "avif"})
  void acceptsTheWholePicture(String form) {
    assertThat(rendered(WHOLE.get(form), recipe(64)).renditions()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg, 0.3",
    "jpeg, 0.6",
    "jpeg, 0.95",
    "progressive, 0.3",
    "progressive, 0.9",
    "png, 0.3",
    "png, 0.95",
    "interlaced, 0.4",
    "interlaced, 0.95",
    "gif, 0.3",
    "gif, 0.95",
    "webp, 0.3",
    "webp, 0.95",
    "avif, 0.5",
    "avif, 0.95"
  })
  void refusesATruncatedPicture(String form, double kept) {
    byte[] whole = WHOLE.get(form);
    byte[] cut = Arrays.copyOf(whole, (int) (whole.length * kept));
    assertThat(refused(cut, recipe(64)).refusal()).isEqualTo(Refusal.DAMAGED_PICTURE);
  }

  /** The container looks whole here: only the decoder can tell that pixels are missing. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.6, 0.9})
  void refusesATruncatedJpegThatWasGivenAnEnd(double kept) {
    byte[] whole = WHOLE.get("jpeg");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(whole, 0, (int) (whole.length * kept));
    file.write(0);
    file.write(0xff);
    file.write(0xd9);
    assertThat(refused(file.toByteArray(), recipe(64)).refusal())
        .isEqualTo(Refusal.DAMAGED_PICTURE);
  }

  @Test
  void saysNothingOfTheDecoder() {
    byte[] whole = WHOLE.get("jpeg");
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    assertThat(refused(cut, recipe(64)).detail())
        .doesNotContainIgnoringCase("vips")
        .doesNotContainIgnoringCase("jpegload");
  }

  /** Whatever single bytes are changed, the answer is a picture or a refusal, never a failure. */
  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "progressive", "png", "interlaced", "gif", "webp", "avif"})
  void answersWhateverBytesAreBroken(String form) {
    byte[] whole = WHOLE.get(form);
    Random random = new Random(form.hashCode());
    for (int round = 0; round < 60; round++) {
      byte[] broken = whole.clone();
      for (int i = 0; i < 3; i++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      assertThat(Pictures.render(broken, recipe(64, 32))).isNotNull();
    }
  }

  private static Map<String, byte[]> whole() {
    Map<String, byte[]> pictures = new HashMap<>();
    try (VipsImage image = Painted.image(Painted.noisy(200, 150))) {
      pictures.put("jpeg", Painted.jpeg(Painted.noisy(200, 150)));
      pictures.put("progressive", Drawn.progressiveJpeg(image));
      pictures.put("png", Encoder.png(image));
      pictures.put("interlaced", Drawn.interlacedPng(image));
      pictures.put("gif", Encoder.gif(image));
      pictures.put("webp", Encoder.webp(image, 80, 2));
      pictures.put("avif", Encoder.avif(image, 60, 1));
    }
    return pictures;
  }
}
