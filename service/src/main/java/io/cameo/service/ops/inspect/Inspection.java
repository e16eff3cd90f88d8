package io.cameo.service.ops.inspect;

import io.cameo.image.Crop;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.imaging.ImagingBusyException;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.imaging.MeasuredWorker;
import io.cameo.service.ops.frame.Printable;
import io.cameo.service.scan.Scanner;
import io.cameo.service.upload.UploadSettings;
import io.cameo.service.upload.UploadTrial;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the files of a corpus through workers of its own, several at a time, and after every
 * hundred files a picture that must be accepted: whatever the files did, uploads go on.
 */
final class Inspection {

  private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

  /** Files between two control pictures. */
  private static final int CONTROL_EVERY = 100;

  private static final int CONTROL_SIDE = 256;

  private final ImagingSettings imaging;
  private final UploadSettings uploads;
  private final Scanner scanner;
  private final Optional<Crop> crop;
  private final Consumer<Finding> results;
  private final Totals totals = new Totals();
  private final AtomicReference<Throwable> broken = new AtomicReference<>();

  /**
   * @param scanner looks at every file first, as the service's does
   * @param crop the square that is asked of every picture
   * @param results gets every finding as it is made, one at a time
   */
  Inspection(
      ImagingSettings imaging,
      UploadSettings uploads,
      Scanner scanner,
      Optional<Crop> crop,
      Consumer<Finding> results) {
    this.imaging = imaging;
    this.uploads = uploads;
    this.scanner = scanner;
    this.crop = crop;
    this.results = results;
  }

  /** How many came to what. */
  static final class Totals {
    final Map<Finding.Verdict, Integer> verdicts = new EnumMap<>(Finding.Verdict.class);
    final Map<String, Integer> codes = new TreeMap<>();
    int files;
    int controls;
    int failedControls;

    int count(Finding.Verdict verdict) {
      return verdicts.getOrDefault(verdict, 0);
    }
  }

  /** Looks at all files. */
  Totals run(Corpus files, int atOnce) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      threads.add(Thread.ofPlatform().name("inspect").start(() -> work(files)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return switch (broken.get()) {
      case null -> totals;
      case RuntimeException known -> throw known;
      case Throwable failed -> throw new IllegalStateException("The inspection failed", failed);
    };
  }

  private void work(Corpus files) {
    try (MeasuredWorker worker = MeasuredWorker.start(imaging)) {
      UploadTrial trial = new UploadTrial(uploads, scanner, worker);
      for (Optional<Path> file = files.next();
          file.isPresent() && broken.get() == null;
          file = files.next()) {
        if (take(look(file.get(), trial, worker))) {
          control(trial);
        }
      }
    } catch (RuntimeException | Error failed) {
      broken.compareAndSet(null, failed);
    }
  }

  private Finding look(Path file, UploadTrial trial, MeasuredWorker worker) {
    if (!Files.isRegularFile(file)) {
      return new Finding(file.toString(), 0, Optional.empty(), Optional.empty());
    }
    try (SeekableByteChannel picture = Files.newByteChannel(file)) {
      long before = worker.pictures();
      UploadTrial.Result result = trial.run(picture, crop);
      return new Finding(
          file.toString(),
          picture.size(),
          Optional.of(result),
          worker.pictures() > before ? Optional.of(worker.use()) : Optional.empty());
    } catch (IOException unreadable) {
      return new Finding(file.toString(), 0, Optional.empty(), Optional.empty());
    } catch (RuntimeException | Error failed) {
      // An upload would end so too; the files behind this one are none the worse for it.
      LOG.error("Cameo itself failed at {}", Printable.of(file.toString()), failed);
      return new Finding(
          file.toString(), 0, Optional.of(UploadTrial.Result.failed()), Optional.empty());
    }
  }

  /** Counts and tells a finding; whether a control picture is due. */
  private synchronized boolean take(Finding finding) {
    totals.files++;
    totals.verdicts.merge(finding.verdict(), 1, Integer::sum);
    finding.code().ifPresent(code -> totals.codes.merge(code, 1, Integer::sum));
    results.accept(finding);
    return totals.files % CONTROL_EVERY == 0;
  }

  private void control(UploadTrial trial) {
    byte[] picture =
        new FallbackAvatars(FallbackStyle.SILHOUETTE).jpeg("control", CONTROL_SIDE).bytes();
    boolean accepted;
    try (SeekableByteChannel channel = new SeekableInMemoryByteChannel(picture)) {
      accepted = trial.run(channel, Optional.empty()).problem().isEmpty();
    } catch (IOException | ImagingBusyException failed) {
      accepted = false;
    }
    synchronized (this) {
      totals.controls++;
      totals.failedControls += accepted ? 0 : 1;
    }
  }
}
