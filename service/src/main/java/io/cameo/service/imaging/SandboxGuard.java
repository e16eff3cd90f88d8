package io.cameo.service.imaging;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the service from being up without the sandbox that it requires. Asked last before the web
 * server opens: by then the workers, which start beside everything else, have mostly said their
 * word.
 */
final class SandboxGuard implements SmartLifecycle {

  /** Before the web server, whose phase is 2048 below the highest. */
  private static final int PHASE = Integer.MAX_VALUE - 4096;

  private final SandboxWatch watch;
  private final boolean required;
  private final Duration longest;
  private volatile boolean running;

  SandboxGuard(SandboxWatch watch, boolean required, Duration longest) {
    this.watch = watch;
    this.required = required;
    this.longest = longest;
  }

  @Override
  public void start() {
    if (required) {
      try {
        watch.require(longest);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new SandboxMissingException("The start was interrupted.");
      }
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
