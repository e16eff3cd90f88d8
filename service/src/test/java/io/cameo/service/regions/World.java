package io.cameo.service.regions;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.CdnNotes;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Outboxes;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.objects.RegionOutbox;
import io.cameo.service.objects.RegionSettings;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionalStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/** A home region and two replicas on disk, with a real database and the jobs of one node. */
final class World implements AutoCloseable {

  static final Actor ACTOR = TestPictures.ACTOR;
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
  private final TestPictures pictures;

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
            new Outboxes(names, CdnNotes.OFF));
    this.pictures = new TestPictures(catalogue, store, NAMES);
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

  Intent intent(String subject) {
    return pictures.intent(subject);
  }

  void write(Intent intent) {
    pictures.write(intent);
  }

  VersionId published(String subject) {
    return pictures.published(subject);
  }

  @Override
  public void close() {
    store.close();
  }
}
