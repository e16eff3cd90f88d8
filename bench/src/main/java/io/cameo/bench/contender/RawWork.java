package io.cameo.bench.contender;

import io.cameo.image.ImagePipeline;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The image work of one upload and nothing around it. */
interface RawWork {

  /**
   * Makes all renditions of a picture.
   *
   * @return how many were made
   * @throws IllegalStateException when the picture is refused
   */
  int renditions(ByteBuffer picture);

  /** The work as our workers do it. */
  static RawWork of(Recipe recipe, Path libvips) {
    ImagePipeline pipeline = ImagePipeline.open(libvips);
    return picture ->
        switch (pipeline.render(picture, recipe)) {
          case Outcome.Rendered rendered -> rendered.renditions().size();
          case Outcome.Refused refused -> throw new IllegalStateException(refused.detail());
        };
  }
}
