package io.cameo.service.delivery;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cameo.service.observability.MeasuredCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * States of one kind as the database said them. Believed are those of which every change since is
 * heard. What is not believed any more because changes cannot be heard is kept apart, as what was
 * known last, for as long as it was never changed in anybody's hearing: the best there is while the
 * database does not answer.
 */
final class RememberedStates<K, V> {

  /** What a lost announcement could cost at most. */
  private static final Duration LONGEST_BELIEF = Duration.ofMinutes(5);

  /** How old may be what is shown of a database that is away. */
  private static final Duration LONGEST_WITHOUT_DATABASE = Duration.ofHours(1);

  private final AsyncCache<K, V> believed;
  private final Cache<K, V> last;
  private final DatabaseCalls database;
  private final Function<K, V> load;
  private final Executor loading;

  /**
   * @param most how many are remembered
   * @param load asks the database
   */
  RememberedStates(int most, DatabaseCalls database, Function<K, V> load, Executor loading) {
    this.database = database;
    this.load = load;
    this.loading = loading;
    this.believed =
        Caffeine.newBuilder()
            .maximumSize(most)
            .expireAfterWrite(LONGEST_BELIEF)
            .recordStats()
            .buildAsync();
    this.last =
        Caffeine.newBuilder().maximumSize(most).expireAfterWrite(LONGEST_WITHOUT_DATABASE).build();
  }

  RememberedStates<K, V> measured(MeterRegistry metrics, MeasuredCache name) {
    CaffeineCacheMetrics.monitor(metrics, believed, name.label());
    return this;
  }

  /**
   * What is so now; asked once however many wait for it.
   *
   * @throws RuntimeException when the database does not answer
   */
  V now(K key) {
    CompletableFuture<V> known = Loads.remembered(believed, key);
    if (known == null) {
      known = ask(key);
    } else if (known.isDone()) {
      return Loads.await(known);
    }
    V state = Loads.await(known);
    settle(key, known, state);
    return state;
  }

  private CompletableFuture<V> ask(K key) {
    database.requireNotAway();
    return believed.get(
        key,
        (k, executor) ->
            CompletableFuture.supplyAsync(() -> database.call(() -> load.apply(k)), loading));
  }

  /**
   * Keeps what was answered, unless it was announced meanwhile that it changed: then the answer is
   * no longer the one that is remembered, and nothing of it may stay.
   */
  private void settle(K key, CompletableFuture<V> answered, V state) {
    believed
        .asMap()
        .computeIfPresent(
            key,
            (k, remembered) -> {
              if (remembered != answered) {
                return remembered;
              }
              last.put(k, state);
              return database.hearing() ? remembered : null;
            });
  }

  /** What was so when the database could be asked last; null when that is not known. */
  @Nullable V last(K key) {
    return last.getIfPresent(key);
  }

  /** It changed. */
  void changed(K key) {
    // In this order: an answer that is settled between the two is taken away by the second.
    believed.synchronous().invalidate(key);
    last.invalidate(key);
  }

  /** From now on changes are not heard. */
  void doubt() {
    believed.synchronous().invalidateAll();
  }

  /** Anything may have changed unheard. */
  void forget() {
    believed.synchronous().invalidateAll();
    last.invalidateAll();
  }

  /** How many are remembered, for the tests of the bound. */
  long remembered() {
    believed.synchronous().cleanUp();
    last.cleanUp();
    return Math.max(believed.synchronous().estimatedSize(), last.estimatedSize());
  }
}
