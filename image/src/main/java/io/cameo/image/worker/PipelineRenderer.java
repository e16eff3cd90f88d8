package io.cameo.image.worker;

import io.cameo.image.ImagePipeline;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import io.cameo.image.sandbox.Layer;
import java.nio.ByteBuffer;
import java.util.List;

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

  /** Opening the pipeline proves that no loader but those of the five types runs. */
  @Override
  public List<String> layers() {
    return List.of(Layer.LOADERS.word());
  }

  @Override
  public String version() {
    return pipeline.version();
  }
}
