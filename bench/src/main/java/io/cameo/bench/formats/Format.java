package io.cameo.bench.formats;

import io.cameo.image.steps.Qualities;
import io.cameo.image.vips.Decoder;
import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.VipsImage;
import java.nio.ByteBuffer;
import java.util.List;

/** What is made in the background beside a JPEG. */
enum Format {
  WEBP("WebP", Qualities.WEBP_EFFORT, List.of(2, 4, 6), 0.75) {
    @Override
    byte[] encode(VipsImage square, int quality, int effort) {
      return Encoder.webp(square, quality, effort);
    }

    @Override
    VipsImage open(ByteBuffer file) {
      return Decoder.webp(file, 1);
    }

    @Override
    int quality(int jpeg) {
      return Qualities.webp(jpeg);
    }
  },
  AVIF("AVIF", Qualities.AVIF_EFFORT, List.of(0, 1, 2, 3, 4), 0.6) {
    @Override
    byte[] encode(VipsImage square, int quality, int effort) {
      return Encoder.avif(square, quality, effort);
    }

    @Override
    VipsImage open(ByteBuffer file) {
      return Decoder.avif(file);
    }

    @Override
    int quality(int jpeg) {
      return Qualities.avif(jpeg);
    }
  };

  private final String title;
  private final int effort;
  private final List<Integer> efforts;
  private final double wanted;

  Format(String title, int effort, List<Integer> efforts, double wanted) {
    this.title = title;
    this.effort = effort;
    this.efforts = efforts;
    this.wanted = wanted;
  }

  String title() {
    return title;
  }

  /** How hard the service packs it. */
  int effort() {
    return effort;
  }

  /** Efforts that are worth a look. */
  List<Integer> efforts() {
    return efforts;
  }

  /** The part of a JPEG's bytes that is to be enough. */
  double wanted() {
    return wanted;
  }

  abstract byte[] encode(VipsImage square, int quality, int effort);

  abstract VipsImage open(ByteBuffer file);

  /** The quality that the service takes for that of a JPEG. */
  abstract int quality(int jpeg);
}
