package io.cameo.storage.s3;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionJournal;
import io.cameo.storage.regions.RegionalStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A home bucket and two replicas on a real server, each behind a proxy that can break it. */
final class Regions implements AutoCloseable {

  static final Duration READING = Duration.ofSeconds(2);

  /** What the store has handed to whoever keeps it in mind. */
  static final class Journal implements RegionJournal {
    final List<String> aside = new CopyOnWriteArrayList<>();
    final Map<String, List<String>> undeleted = new ConcurrentHashMap<>();
    volatile boolean kept = true;

    @Override
    public boolean isKept() {
      return kept;
    }

    @Override
    public void writtenAside(Collection<String> keys) {
      aside.addAll(keys);
    }

    @Override
    public void deleted(Collection<String> keys, List<String> notIn) {
      notIn.forEach(
          region ->
              undeleted.computeIfAbsent(region, any -> new CopyOnWriteArrayList<>()).addAll(keys));
    }
  }

  /** One region: what the store sees, and the same bucket without the proxy. */
  record Place(FaultProxy proxy, S3Store behind, Region region) {}

  final Journal journal = new Journal();
  final Place home = place(Region.HOME);
  final Place west = place("west");
  final Place east = place("east");

  private static Place place(String name) {
    S3Server server = S3Proxy.server();
    FaultProxy proxy = new FaultProxy(server.endpoint().orElseThrow());
    String bucket = server.newBucket();
    S3StoreOptions through = server.at(proxy.address()).options(bucket);
    return new Place(
        proxy,
        S3Store.open(server.options(bucket)),
        new Region(
            name,
            S3Store.open(with(through, READING)),
            S3Store.open(with(through, READING.multipliedBy(2))),
            System::nanoTime));
  }

  private static S3StoreOptions with(S3StoreOptions options, Duration call) {
    return new S3StoreOptions(
        options.bucket(),
        options.location(),
        options.credentials(),
        options.checksums(),
        options.placement(),
        S3StoreOptions.Limits.of(20, call));
  }

  RegionalStore store() {
    return store(Optional.empty());
  }

  RegionalStore store(Optional<Region> secondary) {
    return new RegionalStore(
        home.region(), List.of(west.region(), east.region()), secondary, journal);
  }

  List<Place> all() {
    return List.of(home, west, east);
  }

  /** The region takes connections and answers nothing. */
  static void hang(Place place) {
    for (String method : List.of("GET", "HEAD", "PUT", "POST", "DELETE")) {
      place.proxy().always(method, new FaultProxy.Fault.Hang());
    }
  }

  /** Connections to the region break. */
  static void cut(Place place) {
    for (String method : List.of("GET", "HEAD", "PUT", "POST", "DELETE")) {
      place.proxy().always(method, new FaultProxy.Fault.Reset(false));
    }
  }

  static NewObject object(String key, String text) {
    return new NewObject(
        key, text.getBytes(StandardCharsets.UTF_8), ObjectMetadata.immutable("image/jpeg"));
  }

  /** Puts an object into places directly, as replication does. */
  static void copied(String key, String text, Place... places) {
    for (Place place : places) {
      place.behind().put(object(key, text));
    }
  }

  @Override
  public void close() {
    store().close();
    for (Place place : all()) {
      place.proxy().close();
      place.behind().close();
    }
  }
}
