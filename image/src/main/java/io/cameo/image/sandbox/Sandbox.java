package io.cameo.image.sandbox;

import java.util.List;

/** What a worker takes away from itself, in three steps of its life. */
public interface Sandbox {

  /**
   * First of all, before anything is loaded: limits, and no way to more privileges.
   *
   * @throws IllegalStateException when something that must be there is not; the worker then ends
   */
  default void prepare() {}

  /**
   * After the warm-up: locks the process in, for good, and tries to break out.
   *
   * @return names of the layers that are active, for the READY frame
   * @throws IllegalStateException when a layer that must be there is not, or does not hold
   */
  List<String> install();

  /** Before each picture: grants the processor time of one picture. */
  default void nextPicture() {}

  /** The sandbox for a worker with this confinement. */
  static Sandbox of(Confinement confinement) {
    return confinement.applies()
        ? new LinuxSandbox(confinement, Kernel.ofThisProcess())
        : new NoSandbox();
  }
}
