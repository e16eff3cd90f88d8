package io.cameo.image.worker;

import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import java.nio.ByteBuffer;
import java.util.List;

/** The image engine as the worker sees it. */
@FunctionalInterface
interface Renderer {
  /**
   * Renders one picture.
   *
   * @param picture the whole file in a direct buffer, valid during the call only
   */
  Outcome render(ByteBuffer picture, Recipe recipe) throws Exception;

  /** Loads whatever is loaded lazily, so that nothing has to be opened later. */
  default void warmUp() throws Exception {}

  /** Names of the protections that the engine itself has proven, for the READY frame. */
  default List<String> layers() {
    return List.of();
  }

  /** Version of the library underneath. */
  default String version() {
    return "none";
  }
}
