package io.cameo.service.regions;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.CopyTargets;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Published;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.objects.RegionOutbox;
import io.cameo.service.objects.RegionSettings;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionalStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/** A home region and two replicas on disk, with a real database and the jobs of one node. */
final class World implements AutoCloseable {

  static final Actor ACTOR = new Actor("admin", Optional.empty(), Optional.empty());
  private static final List<String> NAMES = List.of("64.jpg", "master.jpg");

  final TestDatabase database;
  final AtomicLong nanos = new AtomicLong();
  final SwitchedStore home;
  final SwitchedStore west;
  final SwitchedStore east;
  final RegionalStore store;
  final RegionOutbox outbox;
  final TestCatalogue catalogue;
  final Replication replication;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  /**
   * @param database with the schema; what is in it goes
   */
  World(TestDatabase database, Path folder, RegionSettings.Replication mode, boolean secondary) {
    this.database = database;
    database
        .sql()
        .sql(
            "truncate subject, version, idempotency, audit, erasure, reap_failure, region_copy,"
                + " region_deletion, region_backfill")
        .update();
    this.home = disk(folder.resolve("home"));
    this.west = disk(folder.resolve("west"));
    this.east = disk(folder.resolve("east"));
    List<String> names = List.of("west", "east");
    this.outbox =
        new RegionOutbox(
            database.sql(), mode == RegionSettings.Replication.BUCKET ? names : List.of());
    List<Region> replicas = List.of(region("west", west), region("east", east));
    this.store =
        new RegionalStore(
            region(Region.HOME, home),
            replicas,
            secondary ? Optional.of(replicas.getFirst()) : Optional.empty(),
            outbox);
    this.catalogue =
        TestCatalogue.on(
            database.dataSource(),
            store::deleteAll,
            new ChangeBus(),
            new CatalogueSettings(
                Duration.ofDays(7), Duration.ofMinutes(10), Duration.ofSeconds(30)),
            new CopyTargets(names));
    this.replication =
        new Replication(
            store,
            database.transaction(),
            new VersionCopies(
                store,
                new VersionInventory(database.sql(), JsonMapper.builder().build()),
                outbox,
                mode),
            new LateDeletions(database.sql(), outbox),
            new Backfill(database.sql(), names),
            outbox,
            metrics);
  }

  private static SwitchedStore disk(Path folder) {
    return new SwitchedStore(DiskStore.open(folder, new DiskStoreOptions(0)));
  }

  private Region region(String name, ObjectStore on) {
    return new Region(name, on, on, nanos::get);
  }

  /** Regions that did not answer are asked again. */
  void timePasses() {
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
  }

  void run() {
    replication.run(() -> true);
  }

  /** All that waits is due. */
  void makeDue() {
    for (String table : List.of("region_copy", "region_deletion")) {
      database.sql().sql("update " + table + " set due_at = now() - interval '1 s'").update();
    }
  }

  long count(String table, String region) {
    return database
        .sql()
        .sql("select count(*) from " + table + " where region = ?")
        .param(region)
        .query(Long.class)
        .single();
  }

  /** How often the copy of a version was put off for a reason of its own. */
  int failures(String region, VersionId version) {
    return database
        .sql()
        .sql("select failures from region_copy where region = ? and version = ?")
        .params(region, version.value())
        .query(Integer.class)
        .single();
  }

  static Set<String> keys(ObjectStore store) {
    Set<String> keys = new TreeSet<>();
    store.listAll("avatars/", object -> keys.add(object.key()));
    return keys;
  }

  static Set<String> keysOf(VersionId id) {
    Set<String> keys = new TreeSet<>();
    NAMES.forEach(name -> keys.add(id.keyPrefix() + name));
    return keys;
  }

  private static byte[] bytes(VersionId id, String name) {
    return ("picture " + name + " of " + id).getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Intent intent(String subject) {
    VersionId id = VersionId.random();
    return new Intent(
        id,
        subject,
        catalogue.catalogue().admit(subject, Optional.empty()).order(),
        new Version.Source("image/jpeg", 40, 30, 1000, "ab".repeat(32), ""),
        new Version.Look("AQID", "#112233"),
        NAMES.stream()
            .map(
                name -> new StoredObject(name, 64, bytes(id, name).length, digest(bytes(id, name))))
            .toList(),
        Optional.empty());
  }

  void write(Intent intent) {
    store.putAll(
        NAMES.stream()
            .map(
                name ->
                    new NewObject(
                        intent.id().keyPrefix() + name,
                        bytes(intent.id(), name),
                        ObjectMetadata.immutable("image/jpeg")))
            .toList());
  }

  VersionId published(String subject) {
    Intent intent = intent(subject);
    catalogue.changes().intend(intent);
    write(intent);
    assertThat(catalogue.changes().publish(intent, Optional.empty(), ACTOR))
        .isEqualTo(Published.DONE);
    return intent.id();
  }

  @Override
  public void close() {
    store.close();
  }
}
