package io.cameo.service.imaging;

import io.cameo.image.ImagePipeline;
import io.cameo.image.sandbox.Confinement;
import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is made of a picture, and by how many workers.
 *
 * @param data folder for the workers' runtime files
 * @param maxBytes largest upload that a worker must take
 */
public record ImagingSettings(
    Output output, Workers workers, Sandbox sandbox, Path data, long maxBytes) {

  /** Whether decoding must be confined by the kernel. */
  public enum Sandbox {
    REQUIRED,
    PREFERRED,
    OFF
  }

  /**
   * @param sizes sides of the square renditions in pixels, largest first
   * @param masterSize largest side of the master, 0 for none
   * @param quality encoder quality, 1 to 100
   * @param maxPixels most pixels of an upload
   */
  public record Output(List<Integer> sizes, int masterSize, int quality, long maxPixels) {

    /** What the universal renditions are made by; another text means that others would come out. */
    public String recipe() {
      return "r" + ImagePipeline.REVISION + " q" + quality;
    }
  }

  /**
   * @param count worker processes
   * @param queue most uploads that wait for a worker
   * @param deadline longest time one picture may take
   * @param patience longest time an upload waits for a worker
   * @param niceness how far they stand back behind other processes for a core, 0 to 19
   */
  public record Workers(int count, int queue, Duration deadline, Duration patience, int niceness) {

    /** Such as somebody waits for. */
    public Workers(int count, int queue, Duration deadline, Duration patience) {
      this(count, queue, deadline, patience, 0);
    }
  }

  private static final Option<List<Integer>> SIZES =
      Options.sizes(
          "CAMEO_SIZES",
          "512,256,192,128,96,64,48,32",
          "Sides in pixels of the square renditions that every picture gets.");

  private static final Option<Integer> MASTER =
      Options.count(
          "CAMEO_MASTER_SIZE",
          1024,
          0,
          4096,
          "Largest side in pixels of the master, from which renditions can be made again. 0 keeps"
              + " none: later changes of sizes or formats then need a new upload.");

  private static final Option<Integer> QUALITY =
      Options.count("AVATAR_QUALITY", 85, 1, 100, "Encoder quality of the renditions.");

  private static final Option<Boolean> COMPRESSION =
      Options.trueFalse(
          "ENABLE_IMAGE_COMPRESSION",
          true,
          "false makes every rendition at the highest quality, whatever AVATAR_QUALITY says.");

  private static final Option<Long> MAX_PIXELS =
      Options.number(
          "CAMEO_MAX_PIXELS",
          50_000_000,
          10_000,
          500_000_000,
          "Most pixels (width times height) that an uploaded picture may have.");

  private static final Option<Integer> WORKERS =
      Options.count(
          "CAMEO_WORKERS",
          0,
          0,
          64,
          "Worker processes that decode and encode; 0 means one per core.");

  private static final Option<Integer> QUEUE =
      Options.count(
          "CAMEO_WORKER_QUEUE",
          128,
          1,
          10_000,
          "Most uploads that wait for a worker; more are answered 503 with Retry-After.");

  private static final Option<Duration> DEADLINE =
      Options.time(
          "CAMEO_PICTURE_DEADLINE",
          "10s",
          Duration.ofMillis(50),
          Duration.ofMinutes(2),
          "Longest time that one picture may take in a worker before it is refused.");

  private static final Option<Duration> PATIENCE =
      Options.time(
          "CAMEO_WORKER_PATIENCE",
          "30s",
          Duration.ofMillis(50),
          Duration.ofMinutes(5),
          "Longest time that an upload waits for a worker.");

  private static final Option<Sandbox> SANDBOX =
      Options.choice(
          "CAMEO_SANDBOX",
          Sandbox.class,
          Sandbox.REQUIRED,
          "Whether workers must be locked in by the kernel (docs/operations/sandbox.md). required does"
              + " not start where that cannot be done; preferred takes what there is, and is the default"
              + " on systems that are not Linux; off takes nothing.");

  /** The option of the sandbox, for checks that are made in production. */
  public static Option<Sandbox> sandboxOption() {
    return SANDBOX;
  }

  /** Whether small files matter more than the last of the quality. */
  static Option<Boolean> compressionOption() {
    return COMPRESSION;
  }

  public static ImagingSettings from(Settings settings, Path data, long maxBytes) {
    boolean compress = settings.get(COMPRESSION);
    int quality = settings.get(QUALITY);
    int master = settings.get(MASTER);
    if (master != 0 && master < 64) {
      settings.refuse(MASTER.name(), "is " + master + ", but must be 0 or 64 to 4096.");
      master = 0;
    }
    return new ImagingSettings(
        new Output(settings.get(SIZES), master, compress ? quality : 100, settings.get(MAX_PIXELS)),
        new Workers(
            workers(settings.get(WORKERS)),
            settings.get(QUEUE),
            settings.get(DEADLINE),
            settings.get(PATIENCE)),
        sandbox(settings),
        data,
        maxBytes);
  }

  private static Sandbox sandbox(Settings settings) {
    Sandbox asked = settings.get(SANDBOX);
    if (asked != Sandbox.REQUIRED || Confinement.isLinux()) {
      return asked;
    }
    if (settings.isGiven(SANDBOX)) {
      settings.refuse(
          SANDBOX.name(), "is required, but this system is not Linux. preferred runs without.");
    }
    return Sandbox.PREFERRED;
  }

  /** How a worker is to be confined by these settings. */
  Confinement confinement() {
    Confinement.Mode mode =
        switch (sandbox) {
          case REQUIRED -> Confinement.Mode.REQUIRED;
          case PREFERRED -> Confinement.Mode.PREFERRED;
          case OFF -> Confinement.Mode.OFF;
        };
    int seconds = (int) Math.ceilDiv(workers.deadline().toMillis(), 1_000);
    return Confinement.forPictures(mode, output.maxPixels(), maxBytes, seconds);
  }

  private static int workers(int asked) {
    return asked > 0 ? asked : Math.min(64, Runtime.getRuntime().availableProcessors());
  }
}
