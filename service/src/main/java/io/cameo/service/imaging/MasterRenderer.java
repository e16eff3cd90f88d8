package io.cameo.service.imaging;

import io.cameo.image.Form;
import io.cameo.image.Rendition;
import java.util.List;
import java.util.Set;

/** What makes renditions again of the master that was kept for it. */
public interface MasterRenderer {

  /**
   * Makes renditions of the whole master and waits for them.
   *
   * @param side the master's side in pixels
   * @param sizes sides of the wanted renditions in pixels, without repeats
   * @param forms as what they are made
   * @return the renditions of these sizes in every type that the master gives; none when the master
   *     is no picture
   * @throws ImagingBusyException when no worker is there in time
   * @throws ImagingFailedException when the worker ended
   */
  List<Rendition> render(byte[] master, int side, List<Integer> sizes, Set<Form> forms);
}
