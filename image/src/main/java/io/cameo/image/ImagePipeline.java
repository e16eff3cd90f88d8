package io.cameo.image;

import io.cameo.image.steps.Admit;
import io.cameo.image.steps.Alpha;
import io.cameo.image.steps.Check;
import io.cameo.image.steps.Colour;
import io.cameo.image.steps.CropSquare;
import io.cameo.image.steps.Decode;
import io.cameo.image.steps.Encode;
import io.cameo.image.steps.Job;
import io.cameo.image.steps.Orient;
import io.cameo.image.steps.Preview;
import io.cameo.image.steps.Reduce;
import io.cameo.image.steps.Scale;
import io.cameo.image.steps.Step;
import io.cameo.image.vips.Libvips;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes renditions of one upload at a time, or says why not.
 *
 * <p>The upload is decoded once. What the user sees first (turning, cropping) is worked out on
 * numbers first and done to pixels last: the square is cut and reduced in the picture as it is
 * stored, and only the small result is coloured, turned and scaled.
 */
public final class ImagePipeline {

  /** The whole way, in order. */
  private static final List<Step> STEPS =
      List.of(
          new Admit(),
          new Decode(),
          new Reduce(),
          new Colour(),
          new CropSquare(),
          new Orient(),
          new Alpha(),
          new Scale(),
          new Preview(),
          new Encode(),
          new Check());

  /**
   * Raised by one with every change that makes other pixels or files of the same upload, so that
   * {@code rerender} knows what was made before it.
   */
  public static final int REVISION = 1;

  private final Libvips libvips;

  private ImagePipeline(Libvips libvips) {
    this.libvips = libvips;
  }

  /**
   * Loads libvips into this process, once: see {@link Libvips#load}.
   *
   * @param libvips the library's file
   * @throws IllegalStateException when it cannot be used
   */
  public static ImagePipeline open(Path libvips) {
    return new ImagePipeline(Libvips.load(libvips));
  }

  /** The version of libvips, such as {@code 8.18.7}. */
  public String version() {
    return libvips.version();
  }

  /** The names of the steps, in order. */
  public static List<String> steps() {
    return STEPS.stream().map(Step::name).toList();
  }

  /**
   * Makes everything that the recipe asks for. Not for several threads at once.
   *
   * @param picture the whole upload, from position to limit of a direct buffer that nobody changes
   *     meanwhile
   * @throws RuntimeException when something failed that the picture is not to blame for, memory
   *     running out for one: nothing is known about the picture then
   */
  public Outcome render(ByteBuffer picture, Recipe recipe) {
    return render(picture, recipe, step -> {});
  }

  /** As {@link #render(ByteBuffer, Recipe)}, telling the name of each step that is done. */
  Outcome render(ByteBuffer picture, Recipe recipe, Consumer<String> done) {
    try (Job job = new Job(picture, recipe)) {
      for (Step step : STEPS) {
        Optional<Outcome.Refused> refused = step.run(job);
        done.accept(step.name());
        if (refused.isPresent()) {
          return refused.get();
        }
      }
      return job.rendered();
    } finally {
      // libvips holds the buffer's address, of which the collector knows nothing.
      Reference.reachabilityFence(picture);
    }
  }

  /**
   * Takes pictures of every type through every step and encoder, so that nothing is loaded, opened
   * or started later: afterwards the process may give up the right to do so.
   *
   * @throws IllegalStateException when any of them does not come out as it must
   */
  public void warmUp() {
    new WarmUp(this).run();
  }
}
