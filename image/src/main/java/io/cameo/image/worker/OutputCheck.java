package io.cameo.image.worker;

import io.cameo.image.ImageType;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Looks at one finished file in the supervisor, without any native code. */
@FunctionalInterface
interface OutputCheck {
  /** What is wrong with the file, or empty when nothing is. */
  Optional<String> check(ByteBuffer file, ImageType type, int width, int height);
}
