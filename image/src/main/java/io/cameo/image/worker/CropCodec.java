package io.cameo.image.worker;

import io.cameo.image.Crop;
import java.nio.ByteBuffer;

/** A {@link Crop} in 13 bytes; the turn travels in quarters. */
final class CropCodec {
  private CropCodec() {}

  static void put(ByteBuffer out, Crop crop) {
    out.putInt(crop.x()).putInt(crop.y()).putInt(crop.size()).put((byte) (crop.rotate() / 90));
  }

  static Crop read(Fields in) throws WireException {
    return new Crop(
        in.number(0, Integer.MAX_VALUE),
        in.number(0, Integer.MAX_VALUE),
        in.number(1, Integer.MAX_VALUE),
        in.octet(3) * 90);
  }
}
