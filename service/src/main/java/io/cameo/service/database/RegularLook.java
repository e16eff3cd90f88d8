package io.cameo.service.database;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads what a part of the service remembers of the database before the first request, and then
 * every second, whatever the node hears of changes.
 */
public final class RegularLook implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RegularLook.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final String what;
  private final Runnable first;
  private final Runnable look;
  private final ScheduledExecutorService thread;
  private volatile boolean running;

  /**
   * @param what a word for the log, and the thread's name
   * @param first must succeed, or the service does not start
   * @param look bears a database that is away
   */
  public RegularLook(String what, Runnable first, Runnable look) {
    this.what = what;
    this.first = first;
    this.look = look;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(what).factory());
  }

  @Override
  public void start() {
    first.run();
    thread.scheduleWithFixedDelay(
        this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    running = true;
  }

  private void look() {
    try {
      look.run();
    } catch (RuntimeException failed) {
      LOG.error("The {} could not be kept up", what, failed);
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
