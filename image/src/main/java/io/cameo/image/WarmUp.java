package io.cameo.image;

import io.cameo.image.steps.Qualities;
import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.Encoder.Chroma;
import io.cameo.image.vips.VipsImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Renders small pictures of our own making: the proof that this process can do all it has to. */
final class WarmUp {

  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;
  private static final Recipe BY_ATTENTION =
      new Recipe(List.of(64, 48, 32), 64, 80, Optional.empty(), 1_000_000);
  private static final Recipe BY_HAND =
      new Recipe(List.of(128, 64), 0, 80, Optional.of(new Crop(8, 16, 96, 90)), 1_000_000);

  private static final Recipe IN_EVERY_FORM =
      new Recipe(List.of(64, 32), 0, 85, Optional.empty(), 1_000_000, EnumSet.allOf(Form.class));

  private final ImagePipeline pipeline;

  WarmUp(ImagePipeline pipeline) {
    this.pipeline = pipeline;
  }

  void run() {
    try (VipsImage opaque = VipsImage.of(gradient(3), WIDTH, HEIGHT, 3);
        VipsImage transparent = VipsImage.of(gradient(4), WIDTH, HEIGHT, 4)) {
      byte[] jpeg = Encoder.jpeg(opaque, 90, Chroma.QUARTER, true);
      accept(jpeg);
      accept(Encoder.jpegWithProfile(opaque, "p3"));
      accept(Encoder.png(opaque));
      byte[] png = Encoder.png(transparent);
      accept(png);
      accept(jpeg, IN_EVERY_FORM);
      accept(png, IN_EVERY_FORM);
      accept(Encoder.gif(transparent));
      accept(Encoder.webp(opaque, 80, Qualities.WEBP_EFFORT));
      accept(Encoder.webp(transparent, 80, Qualities.WEBP_EFFORT));
      accept(Encoder.avif(opaque, 60, Qualities.AVIF_EFFORT));
      accept(Encoder.avif(transparent, 60, Qualities.AVIF_EFFORT));
      refuse(Arrays.copyOf(jpeg, jpeg.length / 2));
      refuse(new byte[64]);
      refuse(new byte[0]);
      refuse(jpeg, new Recipe(List.of(32), 0, 80, Optional.empty(), 16));
      refuse(jpeg, new Recipe(List.of(32), 0, 80, Optional.of(new Crop(1, 1, 999, 0)), 1_000_000));
    }
  }

  private void accept(byte[] picture) {
    accept(picture, BY_ATTENTION);
    accept(picture, BY_HAND);
  }

  private void accept(byte[] picture, Recipe recipe) {
    if (pipeline.render(direct(picture), recipe) instanceof Outcome.Refused(var why, var detail)) {
      throw new IllegalStateException("The warm-up was refused: " + why + ". " + detail);
    }
  }

  private void refuse(byte[] broken) {
    refuse(broken, BY_ATTENTION);
  }

  private void refuse(byte[] picture, Recipe recipe) {
    if (pipeline.render(direct(picture), recipe) instanceof Outcome.Rendered) {
      throw new IllegalStateException("The warm-up accepted what it must refuse.");
    }
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** Pixels in which every channel runs its own way, so that no encoder can take a short cut. */
  private static byte[] gradient(int bands) {
    byte[] pixels = new byte[WIDTH * HEIGHT * bands];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / bands % WIDTH;
      int y = i / bands / WIDTH;
      pixels[i] =
          (byte)
              switch (i % bands) {
                case 0 -> x * 255 / WIDTH;
                case 1 -> y * 255 / HEIGHT;
                case 2 -> (x + y) % 256;
                default -> x < WIDTH / 2 ? 255 : 128;
              };
    }
    return pixels;
  }
}
