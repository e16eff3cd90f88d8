package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Code written into pixels so that it stands in the file again after a PNG is encoded anew (P4).
 * Nothing that only re-encodes can prevent that; what the file is delivered as makes it harmless.
 */
@ExtendWith(Running.class)
class HostilePixelsTest {

  /** A multiple of four bytes: red, green, blue and alpha of some pixels. */
  private static final String CODE = "<?=`$_GET[0]`;?>";

  /** The size of a rendition: a picture of just that size is not resampled for it. */
  private static final int SIDE = 32;

  /** Pictures to try: the encoder's choices decide whether the code stands in one plainly. */
  private static final int TRIES = 20;

  /** The line with the code holds besides it only small steps up and down, as bytes. */
  private static final int SMALL = 48;

  private final Api api;

  HostilePixelsTest(Api api) {
    this.api = api;
  }

  /**
   * Noise, which cannot be packed and so is stored as it is. One line has the code and is quiet
   * besides: of all filters the encoder then finds the one best for it that changes nothing.
   */
  private static byte[] picture(int seed) {
    Random random = new Random(seed);
    byte[] code = CODE.getBytes(StandardCharsets.US_ASCII);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < SIDE; y++) {
      byte[] line = new byte[4 * SIDE];
      random.nextBytes(line);
      if (y == SIDE / 2) {
        for (int i = 0; i < line.length; i++) {
          line[i] = (byte) (random.nextInt(2 * SMALL + 1) - SMALL);
        }
        System.arraycopy(code, 0, line, 4 * 10, code.length);
      }
      for (int x = 0; x < SIDE; x++) {
        // Wholly transparent pixels may lose their colour; none is.
        int alpha = Math.max(1, line[4 * x + 3] & 0xff);
        image.setRGB(
            x,
            y,
            alpha << 24
                | (line[4 * x] & 0xff) << 16
                | (line[4 * x + 1] & 0xff) << 8
                | (line[4 * x + 2] & 0xff));
      }
    }
    return Pictures.png(image);
  }

  @Test
  void p4CodeThatSurvivesInPixelsIsDeliveredAsAPictureAndNothingElse() {
    Map<String, Api.Answer> carriers = new HashMap<>();
    List<String> others = new ArrayList<>();
    for (int seed = 0; seed < TRIES && carriers.isEmpty(); seed++) {
      Api.Answer uploaded = api.upload(Api.subject(), picture(seed));
      assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
      JsonNode avatar = uploaded.json();
      for (String address : Api.addresses(avatar)) {
        Api.Answer shown = api.as("").get(address);
        if (new String(shown.body(), StandardCharsets.ISO_8859_1).contains(CODE)) {
          carriers.put(address, shown);
        } else {
          others.add(address);
        }
      }
    }

    assertThat(carriers).as("the attack works against encoding anew").isNotEmpty();
    assertThat(others).as("renditions that were resampled or are JPEG").isNotEmpty();
    carriers.forEach(
        (address, shown) -> {
          assertThat(address).endsWith(".png");
          assertThat(shown.header("Content-Type")).isEqualTo("image/png");
          assertThat(Pictures.typeOf(shown.body())).isEqualTo("image/png");
          assertThat(Containers.surplus(shown.body())).isEmpty();
          assertThat(shown.header("X-Content-Type-Options")).isEqualTo("nosniff");
          assertThat(shown.header("Content-Security-Policy"))
              .isEqualTo("default-src 'none'; frame-ancestors 'none'; sandbox");
          assertThat(shown.header("Content-Disposition"))
              .matches("inline; filename=\"avatar-[0-9]+\\.png\"");
          String asked = address + "/x.php";
          assertThat(api.as("").get(asked).status()).as(asked).isEqualTo(404);
          assertThat(api.as("").get(address.replace(".png", ".php")).status()).isEqualTo(404);
          assertThat(api.as("").get(address.replace(".png", ".html")).status()).isEqualTo(404);
        });
  }
}
