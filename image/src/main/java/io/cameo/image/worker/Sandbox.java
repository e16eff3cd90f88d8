package io.cameo.image.worker;

import java.util.List;

/** What the worker takes away from itself after it has warmed up and before its first picture. */
@FunctionalInterface
interface Sandbox {
  /**
   * Locks the process in, for good.
   *
   * @return names of the layers that are active, for the READY frame
   * @throws IllegalStateException when a layer that must be there is not; the worker then ends
   */
  List<String> install();
}
