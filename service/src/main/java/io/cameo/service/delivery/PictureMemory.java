package io.cameo.service.delivery;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.observability.MeasuredCache;
import io.cameo.service.observability.PictureMetric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered for delivery: whose an identity is, the current version of subjects, the state
 * of versions, and the bytes of pictures. However many ask for the same cold thing at once, it is
 * fetched once. While changes of other nodes cannot be heard, only bytes are believed, which never
 * change.
 */
final class PictureMemory implements ChangeFeed.Listener {

  /** How long it is believed that an object is still in the store. */
  private static final Duration LONGEST_PROOF = Duration.ofSeconds(2);

  private static final int MOST_PROOFS = 10_000;

  /** Where states come from when they are not remembered. */
  interface States {

    /** The subject's current version. */
    Optional<Shown> current(String subject);

    /** A version, if it may be shown. */
    Optional<Shown> version(VersionId id);

    /** The subject that has this hash of an e-mail address or an OpenID. */
    Optional<String> subjectOf(String hash);
  }

  /**
   * What is known of a picture.
   *
   * @param shown the version to show
   * @param sure whether the database said so, or everything since was heard. If not, {@code shown}
   *     is what was known last, and nobody knows whether an empty one has no picture
   */
  record Known(Optional<Shown> shown, boolean sure) {

    /** There is none. */
    static final Known NONE = new Known(Optional.empty(), true);

    private static final Known NOTHING = new Known(Optional.empty(), false);

    /** Whether there is none for sure. */
    boolean isNone() {
      return sure && shown.isEmpty();
    }

    /** What was known last; of what had no picture then that is not said, it may have one now. */
    static Known last(@Nullable Optional<Shown> last) {
      return last == null ? NOTHING : new Known(last, false);
    }
  }

  private final DatabaseCalls database = new DatabaseCalls(System::nanoTime);
  private final RememberedStates<String, Optional<String>> identities;
  private final RememberedStates<String, Optional<Shown>> subjects;
  private final RememberedStates<VersionId, Optional<Shown>> versions;
  private final AsyncCache<String, Picture> pictures;
  private final AsyncCache<String, Boolean> proofs;
  private final Store store;
  private final Executor loading;
  private final Troubles troubles;

  /**
   * @param loading runs what has to wait for database or store
   */
  PictureMemory(
      DeliverySettings settings,
      States states,
      Store store,
      Executor loading,
      Troubles troubles,
      MeterRegistry metrics) {
    this.store = store;
    this.loading = loading;
    this.troubles = troubles;
    int most = settings.cacheSubjects();
    this.identities =
        new RememberedStates<>(most, database, states::subjectOf, loading)
            .measured(metrics, MeasuredCache.IDENTITIES);
    this.subjects =
        new RememberedStates<>(most, database, states::current, loading)
            .measured(metrics, MeasuredCache.SUBJECTS);
    this.versions =
        new RememberedStates<>(most, database, states::version, loading)
            .measured(metrics, MeasuredCache.VERSIONS);
    this.pictures =
        Caffeine.newBuilder()
            .maximumWeight(settings.cacheBytes())
            .weigher((String key, Picture picture) -> picture.bytes().length + 512)
            .recordStats()
            .buildAsync();
    this.proofs =
        Caffeine.newBuilder().maximumSize(MOST_PROOFS).expireAfterWrite(LONGEST_PROOF).buildAsync();
    CaffeineCacheMetrics.monitor(metrics, pictures, MeasuredCache.PICTURES.label());
    PictureMetric.REMEMBERED_BYTES.gauge(metrics, pictures, PictureMemory::weight);
  }

  private static double weight(AsyncCache<String, Picture> pictures) {
    return pictures
        .synchronous()
        .policy()
        .eviction()
        .flatMap(eviction -> eviction.weightedSize().stream().boxed().findFirst())
        .orElse(0L);
  }

  /** The current picture of whoever has this hash; of hashes that nobody has that is known too. */
  Known byHash(String hash) {
    Optional<String> owner;
    try {
      owner = subjectOf(hash);
    } catch (RuntimeException away) {
      troubles.databaseAway(away);
      Optional<String> last = identities.last(hash);
      return last == null || last.isEmpty() ? Known.NOTHING : Known.last(subjects.last(last.get()));
    }
    return owner.map(this::current).orElse(Known.NONE);
  }

  /**
   * The subject that has this hash.
   *
   * @throws RuntimeException when the database does not answer
   */
  Optional<String> subjectOf(String hash) {
    return identities.now(hash);
  }

  /** The subject's current picture. */
  Known current(String subject) {
    return known(subjects, subject);
  }

  /** A version, if it may be shown. */
  Known version(VersionId id) {
    return known(versions, id);
  }

  private <K> Known known(RememberedStates<K, Optional<Shown>> states, K key) {
    try {
      return new Known(states.now(key), true);
    } catch (RuntimeException away) {
      troubles.databaseAway(away);
      return Known.last(states.last(key));
    }
  }

  /** How many hashes are remembered, for the test of the bound. */
  long rememberedIdentities() {
    return identities.remembered();
  }

  /** How many subjects are remembered, for the test of the bound. */
  long rememberedSubjects() {
    return subjects.remembered();
  }

  /** The bytes of a rendition of a version that may be shown. */
  Picture picture(Shown shown, StoredObject object) {
    String key = key(shown, object);
    CompletableFuture<Picture> known = Loads.remembered(pictures, key);
    if (known == null) {
      known =
          pictures.get(
              key,
              (k, executor) ->
                  CompletableFuture.supplyAsync(() -> read(shown, object, k), loading));
    }
    return Loads.await(known);
  }

  /** The same if it is remembered; null when it is not. */
  @Nullable Picture rememberedPicture(Shown shown, StoredObject object) {
    CompletableFuture<Picture> known = Loads.remembered(pictures, key(shown, object));
    return known == null || !known.isDone() ? null : Loads.await(known);
  }

  /**
   * The bytes of a rendition of a version of which nobody can say whether it may still be shown:
   * only while the store has it. Of what is erased the store has nothing, whoever erased it.
   */
  Picture provenPicture(Shown shown, StoredObject object) {
    String key = key(shown, object);
    CompletableFuture<Boolean> proof = Loads.remembered(proofs, key);
    if (proof == null) {
      proof =
          proofs.get(
              key, (k, executor) -> CompletableFuture.supplyAsync(() -> store.has(k), loading));
    }
    if (!Loads.await(proof)) {
      pictures.synchronous().invalidate(key);
      throw new PictureUnavailableException(key + " is gone");
    }
    return picture(shown, object);
  }

  private static String key(Shown shown, StoredObject object) {
    return shown.id().keyPrefix() + object.name();
  }

  private Picture read(Shown shown, StoredObject object, String key) {
    byte[] bytes = store.read(key);
    if (bytes.length != object.bytes()) {
      throw new PictureDamagedException(
          key + " has " + bytes.length + " bytes instead of " + object.bytes());
    }
    PictureType type = PictureType.of(object.extension());
    if (type == null) {
      throw new PictureUnavailableException(key + " is of no type that is delivered");
    }
    return new Picture(
        bytes,
        type.mediaType(),
        etag(shown, object),
        "inline; filename=\"avatar-" + object.name() + "\"");
  }

  /** The tag of a rendition, whose bytes never change. */
  static String etag(Shown shown, StoredObject object) {
    return "\"" + shown.id() + "-" + object.name() + "\"";
  }

  @Override
  public void connected() {
    forgetStates();
    database.hears(true);
  }

  @Override
  public void lost() {
    database.hears(false);
    identities.doubt();
    subjects.doubt();
    versions.doubt();
  }

  private void forgetStates() {
    identities.forget();
    subjects.forget();
    versions.forget();
  }

  @Override
  public void changed(String announcement) {
    if (!ChangeFeed.concernsPictures(announcement)) {
      return;
    }
    int space = announcement.indexOf(' ');
    String name = announcement.substring(space + 1);
    switch (announcement.substring(0, Math.max(0, space))) {
      case "identity" -> identities.changed(name);
      case "subject" -> subjects.changed(name);
      case "version" -> VersionId.parse(name).ifPresent(versions::changed);
      // A newer node may announce what this one does not know; forgetting all is always safe.
      default -> forgetStates();
    }
  }
}
