package io.cameo.service.imaging;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** What makes renditions of an upload, wherever the work is done. */
public interface Renderer {

  /**
   * Renders one upload and waits for it.
   *
   * @param picture open for reading; read from its beginning
   * @param crop the user's square; empty lets attention choose
   * @throws ImagingBusyException when no worker is free in time
   * @throws ImagingFailedException when the worker ended; only this picture is concerned
   */
  Outcome render(SeekableByteChannel picture, long length, Optional<Crop> crop);
}
