package io.cameo.service.accounts;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Reads the keys before the first request and every second, whatever the node hears. */
final class KeyUpkeep implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(KeyUpkeep.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final KeyBook book;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("keys").factory());
  private volatile boolean running;

  KeyUpkeep(KeyBook book) {
    this.book = book;
  }

  @Override
  public void start() {
    book.load();
    thread.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    running = true;
  }

  private void look() {
    try {
      book.look();
    } catch (RuntimeException failed) {
      LOG.error("The API keys could not be kept up", failed);
    }
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdownNow();
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
