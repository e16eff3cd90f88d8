package io.cameo.storage.s3;

import io.cameo.storage.ByteRange;
import io.cameo.storage.IncomingObjects;
import io.cameo.storage.KeyGrammar;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Objects in a bucket; what they look like there is described in the package's page.
 *
 * <p>A write whose answer got lost is looked up before it is reported: it succeeds if the object
 * that is there is its own, and only a stranger's object is an {@link
 * io.cameo.storage.ObjectExistsException}. Calls block; they are meant for virtual threads.
 */
public final class S3Store implements ObjectStore {

  /** Calls of one batch at once; one version's objects at the usual settings. */
  private static final int AT_ONCE = 10;

  /** As many keys of one folder as cost a listing less than a look at each. */
  private static final int WORTH_A_LISTING = 3;

  private final S3Client client;
  private final S3Calls calls;
  private final S3Reads reads;
  private final S3Writes writes;
  private final S3Listing listing;
  private final S3Deletes deletes;
  private final S3Versions versions;
  private final BucketProbe probe;
  private final S3Incoming incoming;

  private S3Store(S3StoreOptions options, S3Call.Listener listener) {
    Region region = S3Clients.region(options.location());
    BucketAdvice advice = new BucketAdvice(options, region.id());
    AwsCredentialsProvider signer = S3Clients.credentials(options);
    this.client = S3Clients.client(options, region, signer);
    this.calls = new S3Calls(options.limits(), new S3Errors(advice), listener);
    this.reads = new S3Reads(options, client, calls);
    this.writes = new S3Writes(options, client, calls, reads);
    this.listing = new S3Listing(options.bucket(), client, calls);
    this.deletes = new S3Deletes(options.bucket(), client, calls);
    this.versions = new S3Versions(options.bucket(), client, calls, reads);
    this.probe = new BucketProbe(this, options, client, calls);
    this.incoming =
        new S3Incoming(
            options.bucket(),
            client,
            calls,
            reads,
            new S3PostForms(options, region, client, signer));
  }

  /**
   * Makes the client; nothing is asked of the server yet.
   *
   * @param listener hears of every call that has ended
   * @throws StorageUnavailableException if it cannot be found out where the bucket is
   */
  public static S3Store open(S3StoreOptions options, S3Call.Listener listener) {
    return new S3Store(options, listener);
  }

  /** The same for nobody who listens. */
  public static S3Store open(S3StoreOptions options) {
    return open(options, call -> {});
  }

  /**
   * Tries everything that the store needs of the bucket with one small object under {@code probe/}.
   *
   * @param clock what the server's time is compared with
   */
  public BucketState probe(Clock clock) {
    return probe.run(clock);
  }

  /**
   * Looks through what the bucket, if it keeps versions, still has of an object that was deleted or
   * overwritten, newest first.
   *
   * @param length only versions of this many bytes
   * @param isWanted whether these are the right bytes
   * @return the first that is wanted; empty when there is none
   * @throws StorageUnavailableException also when the permissions for it are missing
   */
  public Optional<EarlierObject> earlier(String key, long length, Predicate<byte[]> isWanted) {
    return versions.find(KeyGrammar.requireKey(key), length, isWanted);
  }

  /** Whether the server has not answered lately, so that calls are turned away for a moment. */
  public boolean isLeftAlone() {
    return calls.turnsAway();
  }

  @Override
  public void put(NewObject object) {
    requireUninterrupted();
    writes.put(object);
  }

  @Override
  public void putAll(List<NewObject> objects) {
    ObjectStore.requireDistinct(objects);
    requireUninterrupted();
    Together.run(objects, AT_ONCE, writes::put);
  }

  // From here on a write is brought to its end; an interruption before it leaves nothing behind.
  private static void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new StorageUnavailableException(
          "interrupted before writing", new RejectedExecutionException("interrupted"));
    }
  }

  @Override
  public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    return reads.get(KeyGrammar.requireKey(key), range);
  }

  @Override
  public Optional<ObjectStat> stat(String key) {
    return reads.stat(KeyGrammar.requireKey(key));
  }

  @Override
  public Map<String, Long> lengths(Collection<String> keys) {
    keys.forEach(KeyGrammar::requireKey);
    Map<String, Long> found = new ConcurrentHashMap<>();
    folders(keys).forEach((folder, some) -> found.putAll(listed(folder, some)));
    // A server whose listing runs behind its objects is asked for those that it did not show.
    Together.run(
        keys.stream().filter(key -> !found.containsKey(key)).distinct().toList(),
        AT_ONCE,
        key -> reads.stat(key).ifPresent(stat -> found.put(key, stat.size())));
    return found;
  }

  private static Map<String, List<String>> folders(Collection<String> keys) {
    return keys.stream()
        .collect(Collectors.groupingBy(key -> key.substring(0, key.lastIndexOf('/') + 1)));
  }

  /** One page of the folder, in which a version's objects have room; few keys are not worth it. */
  private Map<String, Long> listed(String folder, List<String> keys) {
    if (folder.isEmpty() || keys.size() < WORTH_A_LISTING) {
      return Map.of();
    }
    return listing.page(folder, Optional.empty(), MAX_PAGE).objects().stream()
        .filter(object -> keys.contains(object.key()))
        .collect(Collectors.toMap(ObjectSummary::key, ObjectSummary::size));
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    keys.forEach(KeyGrammar::requireKey);
    deletes.delete(keys);
  }

  @Override
  public ListPage list(String prefix, Optional<String> startAfter, int max) {
    KeyGrammar.requirePrefix(prefix);
    startAfter.ifPresent(KeyGrammar::requireKey);
    if (max < 1 || max > MAX_PAGE) {
      throw new IllegalArgumentException("a page has 1-" + MAX_PAGE + " keys, not " + max);
    }
    return listing.page(prefix, startAfter, max);
  }

  @Override
  public Optional<IncomingObjects> incoming() {
    return Optional.of(incoming);
  }

  @Override
  public void close() {
    client.close();
  }
}
