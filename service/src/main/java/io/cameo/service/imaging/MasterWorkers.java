package io.cameo.service.imaging;

import io.cameo.image.Crop;
import io.cameo.image.Form;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import io.cameo.image.Rendition;
import io.cameo.image.worker.PoolBusyException;
import io.cameo.image.worker.WorkerFailedException;
import io.cameo.image.worker.WorkerPool;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Workers of a command's own, for masters: started with the first picture, because most runs of a
 * command have none.
 */
public final class MasterWorkers implements MasterRenderer, AutoCloseable {

  private final ImagingSettings settings;
  private @Nullable WorkerPool pool;
  private Optional<ImagingBusyException> gaveUp = Optional.empty();

  public MasterWorkers(ImagingSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<Rendition> render(byte[] master, int side, List<Integer> sizes, Set<Form> forms) {
    ImagingSettings.Output output = settings.output();
    Recipe recipe =
        new Recipe(
            sizes.stream().sorted(Comparator.reverseOrder()).toList(),
            0,
            output.quality(),
            Optional.of(new Crop(0, 0, side, 0)),
            Math.max(output.maxPixels(), (long) side * side),
            forms);
    try (SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel(master)) {
      return switch (pool().render(recipe, channel, master.length)) {
        case Outcome.Rendered rendered -> rendered.renditions();
        case Outcome.Refused refused -> List.of();
      };
    } catch (PoolBusyException busy) {
      throw new ImagingBusyException(busy.retryAfter());
    } catch (WorkerFailedException failed) {
      throw new ImagingFailedException(failed.exit().word());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What does not come up once is not waited for with every picture. */
  private synchronized WorkerPool pool() {
    if (gaveUp.isPresent()) {
      throw gaveUp.get();
    }
    if (pool == null) {
      SimpleMeterRegistry metrics = new SimpleMeterRegistry();
      SandboxWatch watch = new SandboxWatch(metrics);
      try {
        pool = OwnPool.started(settings, watch, new WorkerJournal(metrics, watch));
      } catch (ImagingBusyException none) {
        gaveUp = Optional.of(none);
        throw none;
      }
    }
    return pool;
  }

  @Override
  public synchronized void close() {
    if (pool != null) {
      pool.close();
    }
  }
}
