package io.cameo.service.imaging;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.worker.WorkerPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One worker of a command's own, which says what each picture cost. Not for more than one thread at
 * a time: what it measures is the difference between before and after.
 */
public final class MeasuredWorker implements Renderer, AutoCloseable {

  /** Memory in kilobytes at its highest, as Linux has it in /proc/PID/status. */
  private static final String HIGHEST = "VmHWM:";

  private final WorkerPool pool;
  private final Imaging imaging;
  private volatile long pid = -1;
  private long pictures;
  private Use use = new Use(Duration.ZERO, Optional.empty(), OptionalLong.empty());

  /**
   * What a picture cost.
   *
   * @param time by the clock on the wall
   * @param cpu of the worker, to 10 ms; empty when it ended, or where the system does not say
   * @param memory bytes that the worker had at its highest: during this picture where the system
   *     lets that be asked (Linux), else since it started; empty when it ended
   */
  public record Use(Duration time, Optional<Duration> cpu, OptionalLong memory) {}

  private MeasuredWorker(ImagingSettings settings) {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    SandboxWatch watch = new SandboxWatch(metrics);
    this.pool = OwnPool.started(ofOne(settings), watch, new Journal(metrics, watch));
    this.imaging = new Imaging(pool, settings.output());
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @throws SandboxMissingException at once, when it cannot be locked in
   * @throws ImagingBusyException when it does not come up
   */
  public static MeasuredWorker start(ImagingSettings settings) {
    return new MeasuredWorker(settings);
  }

  private static ImagingSettings ofOne(ImagingSettings settings) {
    ImagingSettings.Workers workers = settings.workers();
    return new ImagingSettings(
        settings.output(),
        new ImagingSettings.Workers(1, 1, workers.deadline(), OwnPool.LONGEST_START),
        settings.sandbox(),
        settings.data(),
        settings.maxBytes());
  }

  /** Remembers which process it is. */
  private final class Journal extends WorkerJournal {
    Journal(MeterRegistry metrics, SandboxWatch watch) {
      super(metrics, watch);
    }

    @Override
    public void workerReady(long ofWorker, String version, List<String> layers, Duration startUp) {
      super.workerReady(ofWorker, version, layers, startUp);
      pid = ofWorker;
    }
  }

  @Override
  public Outcome render(SeekableByteChannel picture, long length, Optional<Crop> crop) {
    long worker = pid;
    forgetHighest(worker);
    Optional<Duration> before = cpu(worker);
    long began = System.nanoTime();
    try {
      return imaging.render(picture, length, crop);
    } finally {
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      // After a worker's end the numbers are those of another process.
      boolean same = worker == pid;
      Optional<Duration> after = same ? cpu(worker) : Optional.empty();
      pictures++;
      use =
          new Use(
              time,
              before.flatMap(start -> after.map(end -> end.minus(start))),
              same ? highest(worker) : OptionalLong.empty());
    }
  }

  /** How many pictures it was given. */
  public long pictures() {
    return pictures;
  }

  /** What the last picture cost. */
  public Use use() {
    return use;
  }

  private static Optional<Duration> cpu(long worker) {
    return ProcessHandle.of(worker)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().totalCpuDuration());
  }

  private static void forgetHighest(long worker) {
    try {
      Files.writeString(Path.of("/proc/" + worker + "/clear_refs"), "5");
    } catch (IOException notAllowed) {
      // Then the figure is the highest since the worker's start.
    }
  }

  private static OptionalLong highest(long worker) {
    try (var lines = Files.lines(Path.of("/proc/" + worker + "/status"))) {
      return lines
          .filter(line -> line.startsWith(HIGHEST))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException | UncheckedIOException noLinux) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
