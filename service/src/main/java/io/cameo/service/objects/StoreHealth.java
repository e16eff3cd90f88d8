package io.cameo.service.objects;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the object store can do its work. Whoever asks gets an answer soon, however long the
 * store takes: one look is under way at most, and a good one is believed for a moment.
 */
final class StoreHealth implements HealthIndicator {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration BELIEF = Duration.ofSeconds(2);

  private final StoreCheck check;
  private final LongSupplier nanos;
  private @Nullable CompletableFuture<Optional<String>> look;
  private long good;
  private boolean everGood;

  /**
   * @param nanos a clock that only runs forward, as {@link System#nanoTime}
   */
  StoreHealth(StoreCheck check, LongSupplier nanos) {
    this.check = check;
    this.nanos = nanos;
  }

  @Override
  public Health health() {
    CompletableFuture<Optional<String>> current = current();
    if (current == null) {
      return Health.up().withDetails(check.details()).build();
    }
    try {
      Optional<String> wrong = current.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return wrong.isEmpty() ? believed() : down(wrong.get());
    } catch (TimeoutException slow) {
      return down("The object store has not answered for a second or longer.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return down("interrupted");
    } catch (ExecutionException failed) {
      return down(String.valueOf(failed.getMessage()));
    }
  }

  private synchronized Health believed() {
    good = nanos.getAsLong();
    everGood = true;
    return Health.up().withDetails(check.details()).build();
  }

  private Health down(String why) {
    return Health.down().withDetails(check.details()).withDetail("reason", why).build();
  }

  /** The look that is under way, or a new one; null when the last one is still believed. */
  private synchronized @Nullable CompletableFuture<Optional<String>> current() {
    if (look != null && !look.isDone()) {
      return look;
    }
    if (everGood && nanos.getAsLong() - good < BELIEF.toNanos()) {
      return null;
    }
    CompletableFuture<Optional<String>> fresh = new CompletableFuture<>();
    look = fresh;
    Thread.ofVirtual()
        .name("store-health")
        .start(
            () -> {
              try {
                fresh.complete(check.wrong());
              } catch (RuntimeException failed) {
                fresh.complete(Optional.of(String.valueOf(failed.getMessage())));
              }
            });
    return fresh;
  }
}
