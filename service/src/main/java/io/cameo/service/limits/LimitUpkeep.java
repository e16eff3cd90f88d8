package io.cameo.service.limits;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What has to be done beside the requests: reading what the operator has set before the first one
 * and every other second, and writing what became known of uploads.
 */
final class LimitUpkeep implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LimitUpkeep.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration SETTLE_EVERY = Duration.ofMillis(250);
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final LimitBook book;
  private final UploadLimits limits;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("limits").factory());
  private volatile boolean running;

  LimitUpkeep(LimitBook book, UploadLimits limits) {
    this.book = book;
    this.limits = limits;
  }

  @Override
  public void start() {
    book.load();
    every(LOOK_EVERY, book::look);
    every(SETTLE_EVERY, limits::settleNow);
    running = true;
  }

  private void every(Duration time, Runnable work) {
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (RuntimeException failed) {
            LOG.error("The limits could not be kept up", failed);
          }
        },
        time.toMillis(),
        time.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("What the last uploads cost was not written in time");
      }
      limits.settleNow();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Begins before requests are taken and ends after the last one. */
  @Override
  public int getPhase() {
    return 0;
  }
}
