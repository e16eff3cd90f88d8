package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Fuzz target: any bytes as an upload, and as what a worker says it has encoded. */
public final class ContainerWalkFuzz {

  private static final long MAX_PIXELS = 50_000_000;

  private ContainerWalkFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    ByteBuffer picture = ByteBuffer.wrap(bytes);
    Optional<ImageType> type = ContainerWalk.typeOf(picture);
    if (ContainerWalk.walk(picture) instanceof Walk.Admitted(PictureFacts facts)) {
      require(type.equals(Optional.of(facts.type())), "the walk and the head tell two types");
      require(facts.width() > 0 && facts.height() > 0, "a picture without pixels");
      require(facts.coding().frames() > 0 && facts.coding().scans() > 0, "nothing to decode");
      require(
          facts.trailingBytes() >= 0 && facts.trailingBytes() < bytes.length,
          "more trailing bytes than bytes");
      require(
          facts.tags().orientation() >= 1 && facts.tags().orientation() <= 8,
          "an orientation that is none");
      require(
          Admission.check(facts, MAX_PIXELS).isPresent() || facts.pixels() <= MAX_PIXELS,
          "more pixels than the limit are let in");
    }
    for (ImageType wanted : ImageType.values()) {
      OutputWalk.check(picture, wanted, 16, 12);
    }
    require(picture.position() == 0 && picture.limit() == bytes.length, "the buffer was moved");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
