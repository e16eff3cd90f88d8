package io.cameo.bench.contender;

import io.cameo.image.Recipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The image work of one upload and nothing around it. */
interface RawWork {

  /**
   * Makes all renditions of a picture; may be called by several threads at once.
   *
   * @return how many were made
   * @throws IllegalStateException when the picture is refused
   */
  int renditions(ByteBuffer picture);

  /** The work as our workers do it. */
  static RawWork of(Recipe recipe, Path folder) throws IOException {
    throw new IOException("The image pipeline is not in this build: " + recipe + " in " + folder);
  }
}
