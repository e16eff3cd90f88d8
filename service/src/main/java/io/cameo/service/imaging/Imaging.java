package io.cameo.service.imaging;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import io.cameo.image.worker.PoolBusyException;
import io.cameo.image.worker.WorkerFailedException;
import io.cameo.image.worker.WorkerPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Renders uploads by the installation's recipe. */
public final class Imaging {

  private final WorkerPool workers;
  private final ImagingSettings.Output output;

  Imaging(WorkerPool workers, ImagingSettings.Output output) {
    this.workers = workers;
    this.output = output;
  }

  /**
   * Renders one upload in a worker and waits for it.
   *
   * @param picture open for reading; read from its beginning
   * @param crop the user's square; empty lets attention choose
   * @throws ImagingBusyException when no worker is free in time
   * @throws ImagingFailedException when the worker ended; only this picture is concerned
   */
  public Outcome render(FileChannel picture, long length, Optional<Crop> crop) {
    Recipe recipe =
        new Recipe(output.sizes(), output.masterSize(), output.quality(), crop, output.maxPixels());
    try {
      picture.position(0);
      return workers.render(recipe, picture, length);
    } catch (PoolBusyException busy) {
      throw new ImagingBusyException(busy.retryAfter());
    } catch (WorkerFailedException failed) {
      throw new ImagingFailedException(failed.exit().word());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
