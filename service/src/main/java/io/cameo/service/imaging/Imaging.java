package io.cameo.service.imaging;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import io.cameo.image.worker.PoolBusyException;
import io.cameo.image.worker.WorkerFailedException;
import io.cameo.image.worker.WorkerPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** Renders uploads in the worker processes, by the installation's recipe. */
public final class Imaging implements Renderer {

  private final WorkerPool workers;
  private final ImagingSettings.Output output;

  Imaging(WorkerPool workers, ImagingSettings.Output output) {
    this.workers = workers;
    this.output = output;
  }

  @Override
  public Outcome render(SeekableByteChannel picture, long length, Optional<Crop> crop) {
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
