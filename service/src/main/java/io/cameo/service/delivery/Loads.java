package io.cameo.service.delivery;

import com.github.benmanes.caffeine.cache.AsyncCache;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How what is remembered, or on its way, is waited for. */
final class Loads {

  /** Longest wait for database or store. */
  private static final long SECONDS = 10;

  private Loads() {}

  /** What is remembered or on its way; null when it must be fetched. */
  static <K, V> @Nullable CompletableFuture<V> remembered(AsyncCache<K, V> cache, K key) {
    CompletableFuture<V> known = cache.getIfPresent(key);
    if (known != null && known.isCompletedExceptionally()) {
      // The cache lets go of a failure a moment after those who waited for it have been told.
      cache.asMap().remove(key, known);
      return null;
    }
    return known;
  }

  static <T> T await(CompletableFuture<T> known) {
    if (known.isDone() && !known.isCompletedExceptionally()) {
      return known.join();
    }
    try {
      return known.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new CompletionException(failed.getCause());
    } catch (TimeoutException slow) {
      throw new PictureUnavailableException("the picture could not be read in time");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PictureUnavailableException("the picture could not be read in time");
    }
  }
}
