package io.cameo.image.worker;

import io.cameo.image.ImagePipeline;
import io.cameo.image.sandbox.Confinement;
import io.cameo.image.sandbox.Sandbox;
import java.nio.file.Path;

/**
 * The program that a worker process runs.
 *
 * <p>Arguments: the path of libvips, the most bytes of a picture, the most bytes of a reply, the
 * mebibytes of its own heap, the word of its confinement. It speaks frames on its standard input
 * and output, see {@code FrameHeader}, and ends when its input closes. Its exit codes are those of
 * {@link WorkerExit}.
 */
public final class WorkerMain {
  private static final int ARGUMENTS = 5;

  private WorkerMain() {}

  /** Runs the worker; never returns. */
  public static void main(String[] arguments) {
    run(arguments, libvips -> new PipelineRenderer(ImagePipeline.open(libvips)));
  }

  /** Opens the image engine on one libvips. */
  interface Engine {
    Renderer open(Path libvips) throws Exception;
  }

  /** Runs the worker with an engine of the caller's; never returns. */
  static void run(String[] arguments, Engine engine) {
    WorkerLimits limits;
    Confinement confinement;
    Path libvips;
    try {
      if (arguments.length != ARGUMENTS) {
        throw new IllegalArgumentException("A worker takes " + ARGUMENTS + " arguments.");
      }
      libvips = Path.of(arguments[0]);
      limits =
          new WorkerLimits(
              Integer.parseInt(arguments[1]),
              Integer.parseInt(arguments[2]),
              Integer.parseInt(arguments[3]));
      confinement = Confinement.of(arguments[4]);
    } catch (IllegalArgumentException e) {
      System.err.println("The worker ends (bad-arguments): " + e.getMessage());
      Runtime.getRuntime().halt(WorkerExit.BAD_ARGUMENTS.code());
      return;
    }
    WorkerLoop.run(limits, () -> engine.open(libvips), Sandbox.of(confinement));
  }
}
