package io.cameo.service.ops.smoke;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When this process is told to end (Ctrl-C, SIGTERM), the run stops and cleans up before it does.
 */
final class Ending {

  /** The rest of one call, and the calls of the clean-up. */
  private static final long CLEANING_SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  private Ending(Patience patience) {
    this.hook =
        new Thread(
            () -> {
              patience.end();
              try {
                done.await(CLEANING_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            },
            "smoke-ending");
  }

  static Ending watch(Patience patience) {
    Ending ending = new Ending(patience);
    Runtime.getRuntime().addShutdownHook(ending.hook);
    return ending;
  }

  /** The run is over, clean-up and all. */
  void done() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // It runs already, and goes on now.
    }
  }
}
