package io.cameo.service.imaging;

import io.cameo.image.Form;
import io.cameo.image.Rendition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Workers for what nobody waits for. The kernel gives them a core only while nothing else wants it,
 * and they are there only while there is work: {@link #rest} ends them, the next picture starts
 * them anew.
 */
public final class BackgroundWorkers implements MasterRenderer, AutoCloseable {

  /**
   * On a machine that is busy with uploads one picture can take as long; what a hostile one may
   * cost is limited by the time of a processor, not of the clock.
   */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final int BEHIND_EVERYTHING = 19;

  private final ImagingSettings settings;
  private @Nullable MasterWorkers workers;
  private boolean closed;

  /**
   * @param count processes, at least one
   */
  public BackgroundWorkers(ImagingSettings settings, int count) {
    ImagingSettings.Workers usual = settings.workers();
    this.settings =
        new ImagingSettings(
            settings.output(),
            new ImagingSettings.Workers(
                Math.max(1, count), usual.queue(), LONGEST, LONGEST, BEHIND_EVERYTHING),
            settings.sandbox(),
            settings.data(),
            settings.maxBytes());
  }

  @Override
  public List<Rendition> render(byte[] master, int side, List<Integer> sizes, Set<Form> forms) {
    return workers().render(master, side, sizes, forms);
  }

  private synchronized MasterWorkers workers() {
    if (closed) {
      throw new ImagingBusyException(Duration.ofSeconds(1));
    }
    if (workers == null) {
      workers = new MasterWorkers(settings);
    }
    return workers;
  }

  /** Ends the workers until there is something to do. */
  public synchronized void rest() {
    if (workers != null) {
      workers.close();
      workers = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    rest();
  }
}
