package io.cameo.image.worker;

import io.cameo.image.ImagePipeline;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import java.nio.ByteBuffer;

/** The image engine of every worker but those of tests. */
record PipelineRenderer(ImagePipeline pipeline) implements Renderer {
  @Override
  public Outcome render(ByteBuffer picture, Recipe recipe) {
    return pipeline.render(picture, recipe);
  }

  @Override
  public void warmUp() {
    pipeline.warmUp();
  }

  @Override
  public String version() {
    return pipeline.version();
  }
}
