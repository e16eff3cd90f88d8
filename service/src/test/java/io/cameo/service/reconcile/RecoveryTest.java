package io.cameo.service.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Published;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionJournal;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.S3Proxy;
import io.cameo.storage.s3.S3Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Missing objects of which a copy exists: in a replica, or under a delete marker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class RecoveryTest {

  private Gallery gallery;
  private ObjectStore west;
  private RegionalStore regions;

  @BeforeAll
  void open(@TempDir Path folder) {
    gallery = new Gallery(folder.resolve("objects"), Duration.ofDays(7), Duration.ofMinutes(10));
    west = DiskStore.open(folder.resolve("west"), new DiskStoreOptions(0));
    Region replica = region("west", west);
    regions =
        new RegionalStore(
            region(Region.HOME, gallery.store),
            List.of(replica),
            Optional.of(replica),
            RegionJournal.NONE);
  }

  private static Region region(String name, ObjectStore store) {
    return new Region(name, store, store, System::nanoTime);
  }

  @AfterAll
  void close() {
    west.close();
    gallery.close();
  }

  @BeforeEach
  void empty() {
    gallery.empty();
    gallery.database.sql().sql("truncate region_copy").update();
  }

  private GcReport gc(ObjectStore through, boolean apply) {
    Reconciler reconciler = gallery.reconciler(through, Gallery.AT_ONCE);
    return reconciler.run(reconciler.plan(apply), gallery.listener);
  }

  private VersionId copied() {
    VersionId id = gallery.published("ann");
    for (String name : Gallery.NAMES) {
      copy(gallery.store, west, id.keyPrefix() + name);
    }
    return id;
  }

  private static void copy(ObjectStore from, ObjectStore to, String key) {
    try (var object = from.require(key)) {
      to.put(new NewObject(key, object.readAll(10_000), object.stat().metadata()));
    }
  }

  @Test
  void aReplicaGivesBackWhatHomeHasLostTheMasterToo() {
    VersionId id = copied();
    StoredObject before = gallery.recorded(id, "64.jpg");
    gallery.store.delete(gallery.master(id));
    gallery.store.delete(gallery.small(id));

    GcReport dry = gc(regions, false);
    assertThat(dry.count(Pile.MISSING)).isEqualTo(2);
    assertThat(dry.count(Pile.RECOVERABLE)).isEqualTo(2);
    assertThat(dry.count(Pile.UNREPAIRABLE)).isZero();
    assertThat(dry.hasProblems()).isTrue();
    assertThat(gallery.store.stat(gallery.small(id))).isEmpty();

    GcReport report = gc(regions, true);
    assertThat(report.count(Pile.RECOVERED)).isEqualTo(2);
    assertThat(report.count(Pile.REPAIRED)).isZero();
    assertThat(report.hasProblems()).isFalse();
    assertThat(report.tally().examples(Pile.RECOVERED))
        .allMatch(example -> example.contains("from the replica west"));
    assertThat(gallery.recorded(id, "64.jpg")).isEqualTo(before);
    gallery.assertWhole();
    assertThat(gc(regions, true).count(Pile.MISSING)).as("I17").isZero();
  }

  @Test
  void aCopyWithOtherBytesIsNotTakenAndTheRenditionIsMadeAnew() {
    VersionId id = copied();
    String key = gallery.small(id);
    long length = gallery.recorded(id, "64.jpg").bytes();
    west.delete(key);
    west.put(
        new NewObject(
            key, new byte[(int) length], io.cameo.storage.ObjectMetadata.immutable("image/jpeg")));
    gallery.store.delete(key);

    GcReport report = gc(regions, true);

    assertThat(report.count(Pile.RECOVERED)).isZero();
    assertThat(report.count(Pile.REPAIRED)).isEqualTo(1);
    gallery.assertWhole();
  }

  @Test
  void whatIsOnItsWayHomeIsNeitherLostNorAProblem() {
    VersionId id = copied();
    gallery.store.deleteAll(gallery.keys());
    gallery
        .database
        .sql()
        .sql("insert into region_copy (region, version) values ('home', ?)")
        .param(id.value())
        .update();

    GcReport dry = gc(regions, false);

    assertThat(dry.count(Pile.ON_THEIR_WAY)).isEqualTo(3);
    assertThat(dry.count(Pile.MISSING)).isZero();
    assertThat(dry.hasProblems()).isFalse();
  }

  @Test
  void aBucketWithVersionsGivesBackWhatSomebodyDeleted() {
    try (S3Store bucket =
        S3Store.open(S3Proxy.server().options(S3Proxy.server().newVersionedBucket()))) {
      Intent intent = gallery.intent("ann");
      assertThat(gallery.upload(intent)).isEqualTo(Published.DONE);
      VersionId id = intent.id();
      Gallery.NAMES.forEach(name -> copy(gallery.store, bucket, id.keyPrefix() + name));
      bucket.deleteAll(List.of(gallery.master(id), gallery.small(id)));

      GcReport report = gc(bucket, true);

      assertThat(report.count(Pile.RECOVERED)).isEqualTo(2);
      assertThat(report.tally().examples(Pile.RECOVERED))
          .allMatch(example -> example.contains("an older version in the bucket"));
      assertThat(report.hasProblems()).isFalse();
      try (var object = bucket.require(gallery.master(id))) {
        assertThat(Sha256.of(object.readAll(10_000)))
            .isEqualTo(gallery.recorded(id, "master.jpg").sha256());
      }
      assertThat(gc(bucket, true).count(Pile.MISSING)).as("I17").isZero();
    }
  }
}
