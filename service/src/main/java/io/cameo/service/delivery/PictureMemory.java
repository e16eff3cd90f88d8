package io.cameo.service.delivery;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.database.ChangeFeed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered for delivery: whose an identity is, the current version of subjects, the state
 * of versions, and the bytes of pictures. However many ask for the same cold thing at once, it is
 * fetched once. While changes of other nodes cannot be heard, only bytes are remembered, which
 * never change.
 */
final class PictureMemory implements ChangeFeed.Listener {

  /** Longest wait for a cold picture. */
  private static final long LOAD_SECONDS = 10;

  /** What a lost announcement could cost at most. */
  private static final Duration LONGEST_BELIEF = Duration.ofMinutes(5);

  /** Where states come from when they are not remembered. */
  interface States {

    /** The subject's current version. */
    Optional<Shown> current(String subject);

    /** A version, if it may be shown. */
    Optional<Shown> version(VersionId id);

    /** The subject that has this hash of an e-mail address or an OpenID. */
    Optional<String> subjectOf(String hash);
  }

  private final AsyncCache<String, Optional<String>> identities;
  private final AsyncCache<String, Optional<Shown>> subjects;
  private final AsyncCache<VersionId, Optional<Shown>> versions;
  private final AsyncCache<String, Picture> pictures;
  private final States states;
  private final Function<String, byte[]> store;
  private final Executor loading;
  private volatile boolean hearing;

  /**
   * @param store reads a whole object by its key
   * @param loading runs what has to wait for database or store
   */
  PictureMemory(
      DeliverySettings settings,
      States states,
      Function<String, byte[]> store,
      Executor loading,
      MeterRegistry metrics) {
    this.states = states;
    this.store = store;
    this.loading = loading;
    this.identities = remembering(settings);
    this.subjects = remembering(settings);
    this.versions = remembering(settings);
    this.pictures =
        Caffeine.newBuilder()
            .maximumWeight(settings.cacheBytes())
            .weigher((String key, Picture picture) -> picture.bytes().length + 512)
            .recordStats()
            .buildAsync();
    CaffeineCacheMetrics.monitor(metrics, identities, "cameo.identities");
    CaffeineCacheMetrics.monitor(metrics, subjects, "cameo.subjects");
    CaffeineCacheMetrics.monitor(metrics, versions, "cameo.versions");
    CaffeineCacheMetrics.monitor(metrics, pictures, "cameo.pictures");
  }

  private static <K, V> AsyncCache<K, V> remembering(DeliverySettings settings) {
    return Caffeine.newBuilder()
        .maximumSize(settings.cacheSubjects())
        .expireAfterWrite(LONGEST_BELIEF)
        .recordStats()
        .buildAsync();
  }

  /** The subject that has this hash; of hashes that nobody has that is remembered as well. */
  Optional<String> subjectOf(String hash) {
    return state(identities, hash, states::subjectOf);
  }

  /** The subject's current version. */
  Optional<Shown> current(String subject) {
    return state(subjects, subject, states::current);
  }

  /** A version, if it may be shown. */
  Optional<Shown> version(VersionId id) {
    return state(versions, id, states::version);
  }

  /** How many hashes are remembered, for the test of the bound. */
  long rememberedIdentities() {
    identities.synchronous().cleanUp();
    return identities.synchronous().estimatedSize();
  }

  private <K, V> V state(AsyncCache<K, V> cache, K key, Function<K, V> load) {
    CompletableFuture<V> known = remembered(cache, key);
    if (known == null) {
      known = cache.get(key, (k, executor) -> loaded(() -> load.apply(k)));
    }
    V state = await(known);
    if (!hearing) {
      cache.synchronous().invalidate(key);
    }
    return state;
  }

  /** What is remembered or on its way; null when it must be fetched. */
  private static <K, V> @Nullable CompletableFuture<V> remembered(AsyncCache<K, V> cache, K key) {
    CompletableFuture<V> known = cache.getIfPresent(key);
    if (known != null && known.isCompletedExceptionally()) {
      // The cache lets go of a failure a moment after those who waited for it have been told.
      cache.asMap().remove(key, known);
      return null;
    }
    return known;
  }

  /** The bytes of a rendition of a version that may be shown. */
  Picture picture(Shown shown, StoredObject object) {
    String key = shown.id().keyPrefix() + object.name();
    CompletableFuture<Picture> known = remembered(pictures, key);
    if (known == null) {
      known = pictures.get(key, (k, executor) -> loaded(() -> read(shown, object, k)));
    }
    return await(known);
  }

  private Picture read(Shown shown, StoredObject object, String key) {
    byte[] bytes = store.apply(key);
    if (bytes.length != object.bytes()) {
      throw new PictureUnavailableException(
          key + " has " + bytes.length + " bytes instead of " + object.bytes());
    }
    PictureType type = PictureType.of(object.extension());
    if (type == null) {
      throw new PictureUnavailableException(key + " is of no type that is delivered");
    }
    return new Picture(
        bytes,
        type.mediaType(),
        "\"" + shown.id() + "-" + object.name() + "\"",
        "inline; filename=\"avatar-" + object.name() + "\"");
  }

  private <T> CompletableFuture<T> loaded(Supplier<T> load) {
    return CompletableFuture.supplyAsync(load, loading);
  }

  private static <T> T await(CompletableFuture<T> known) {
    if (known.isDone() && !known.isCompletedExceptionally()) {
      return known.join();
    }
    try {
      return known.get(LOAD_SECONDS, TimeUnit.SECONDS);
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

  @Override
  public void connected() {
    forgetStates();
    hearing = true;
  }

  @Override
  public void lost() {
    hearing = false;
    forgetStates();
  }

  private void forgetStates() {
    identities.synchronous().invalidateAll();
    subjects.synchronous().invalidateAll();
    versions.synchronous().invalidateAll();
  }

  @Override
  public void changed(String announcement) {
    if (!ChangeFeed.concernsPictures(announcement)) {
      return;
    }
    int space = announcement.indexOf(' ');
    String name = announcement.substring(space + 1);
    switch (announcement.substring(0, Math.max(0, space))) {
      case "identity" -> identities.synchronous().invalidate(name);
      case "subject" -> subjects.synchronous().invalidate(name);
      case "version" -> VersionId.parse(name).ifPresent(versions.synchronous()::invalidate);
      // A newer node may announce what this one does not know; forgetting all is always safe.
      default -> forgetStates();
    }
  }
}
