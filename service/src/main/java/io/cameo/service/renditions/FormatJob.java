package io.cameo.service.renditions;

import io.cameo.service.catalogue.Additions;
import io.cameo.service.imaging.BackgroundWorkers;
import io.cameo.service.observability.PictureMetric;
import io.cameo.service.renditions.RenditionMaker.Made;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the formats that no upload waits for, of one version after the other in the order in which
 * they became due. Several lanes may do it at once, on any nodes; of one node not more than it has
 * workers for it.
 */
final class FormatJob {

  private static final Logger LOG = LoggerFactory.getLogger(FormatJob.class);

  /** Longer than any picture takes; after it, another node takes it over. */
  static final Duration LEASE = Duration.ofMinutes(10);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** Rounds of the lanes without work after which the workers are ended. */
  private static final int ROUNDS_TO_REST = 30;

  private final Additions additions;
  private final RenditionMaker maker;
  private final Wanted wanted;
  private final BackgroundWorkers workers;
  private final Semaphore free;
  private final int all;
  private final MeterRegistry metrics;
  private int idleRounds;

  /**
   * @param wanted the formats, without what an upload makes
   * @param workers of this node
   * @param count how many they are; 0 makes nothing here
   */
  FormatJob(
      Additions additions,
      RenditionMaker maker,
      Wanted wanted,
      BackgroundWorkers workers,
      int count,
      MeterRegistry metrics) {
    this.additions = additions;
    this.maker = maker;
    this.wanted = wanted;
    this.workers = workers;
    this.free = new Semaphore(count);
    this.all = count;
    this.metrics = metrics;
  }

  /**
   * Works until nothing is due, if a worker of this node is free.
   *
   * @param goOn asked before every version
   * @return how many versions were dealt with
   */
  int work(BooleanSupplier goOn) {
    if (wanted.forms().isEmpty() || !free.tryAcquire()) {
      return 0;
    }
    int versions = 0;
    try {
      while (goOn.getAsBoolean()) {
        Optional<Additions.Due> due = additions.take(LEASE);
        if (due.isEmpty()) {
          break;
        }
        deal(due.get());
        versions++;
      }
    } finally {
      free.release();
    }
    restIfIdle(versions);
    return versions;
  }

  private void deal(Additions.Due due) {
    Made made = maker.make(due.id(), due.objects(), wanted);
    PictureMetric.FORMATS.counter(metrics, word(made)).increment();
    if (made != Made.FAILED) {
      additions.finish(due.id());
    } else if (due.isLastTry()) {
      LOG.error(
          "The formats of version {} failed {} times and are given up; ./cameo rerender makes them",
          due.id(),
          due.tries());
      additions.finish(due.id());
    } else {
      additions.later(due.id(), pause(due.tries()));
    }
  }

  private static String word(Made made) {
    return made.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Twice as long after each failure. */
  static Duration pause(int tries) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Only while no lane is at work, so that nobody's worker is ended. */
  private synchronized void restIfIdle(int versions) {
    idleRounds = versions > 0 ? 0 : idleRounds + 1;
    if (idleRounds >= ROUNDS_TO_REST && free.tryAcquire(all)) {
      try {
        workers.rest();
      } finally {
        free.release(all);
        idleRounds = 0;
      }
    }
  }
}
