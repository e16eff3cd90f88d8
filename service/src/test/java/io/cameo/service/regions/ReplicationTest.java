package io.cameo.service.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.objects.RegionOutbox;
import io.cameo.service.objects.RegionSettings;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.regions.Region;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the jobs make of regions that come and go. */
@Timeout(60)
class ReplicationTest {

  private static TestDatabase database;

  private World world;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    world = new World(database, folder, RegionSettings.Replication.JOB, true);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyNewVersionIsNotedWithItsChangeAndCopiedToEachReplica() {
    VersionId id = world.published("ann");
    assertThat(world.count("region_copy", "west")).isEqualTo(1);
    assertThat(world.outbox.backlog("west").copies()).isEqualTo(1);
    assertThat(world.outbox.backlog("west").compared()).isFalse();

    world.run();

    assertThat(World.keys(world.west)).isEqualTo(World.keysOf(id));
    assertThat(World.keys(world.east)).isEqualTo(World.keysOf(id));
    RegionOutbox.Backlog west = world.outbox.backlog("west");
    assertThat(west).isEqualTo(new RegionOutbox.Backlog(0, 0, 0, true));
    assertThat(world.count("region_copy", Region.HOME)).isZero();
  }

  @Test
  void aChangeThatIsTakenBackLeavesNothingToCopy() {
    Intent late = world.intent("ann");
    world.published("ann");
    world.catalogue.changes().intend(late);
    world.write(late);
    long before = world.count("region_copy", "west");
    world.catalogue.changes().publish(late, Optional.empty(), World.ACTOR);
    assertThat(world.count("region_copy", "west")).isEqualTo(before);
  }

  @Test
  void aReplicaThatIsAwayKeepsNobodyElseWaitingAndGetsEverythingWhenItIsBack() {
    world.west.off();
    VersionId one = world.published("ann");
    VersionId two = world.published("bob");
    world.published("eve");
    world.published("eve");

    world.run();
    assertThat(World.keys(world.east)).containsAll(World.keysOf(one)).hasSize(8);
    assertThat(world.count("region_copy", "west")).isEqualTo(4);
    int refused = world.west.refused();
    world.run();
    assertThat(world.west.refused()).as("asked once a lane").isLessThanOrEqualTo(refused + 2);

    world.west.on();
    world.timePasses();
    world.run();
    assertThat(World.keys(world.west)).containsAll(World.keysOf(two)).hasSize(8);
    assertThat(world.count("region_copy", "west")).isZero();
  }

  @Test
  void whatTheSecondaryTookComesHomeWhenHomeIsBack() {
    world.home.off();
    VersionId id = world.published("ann");
    assertThat(World.keys(world.west)).isEqualTo(World.keysOf(id));
    assertThat(RegionOutbox.isOnItsWayHome(world.database.sql(), id.value())).isTrue();
    world.makeDue();
    world.run();
    assertThat(world.count("region_copy", Region.HOME)).isEqualTo(1);

    world.home.on();
    world.timePasses();
    world.makeDue();
    world.run();

    assertThat(World.keys(world.home)).isEqualTo(World.keysOf(id));
    assertThat(World.keys(world.east)).isEqualTo(World.keysOf(id));
    assertThat(RegionOutbox.isOnItsWayHome(world.database.sql(), id.value())).isFalse();
  }

  @Test
  void anUploadThatIsNotPublishedYetIsLookedAtAgain() {
    world.home.off();
    Intent intent = world.intent("ann");
    world.catalogue.changes().intend(intent);
    world.write(intent);
    world.home.on();
    world.timePasses();
    world.makeDue();
    world.run();
    assertThat(world.count("region_copy", Region.HOME)).isEqualTo(1);
    assertThat(World.keys(world.home)).isEmpty();

    world
        .database
        .sql()
        .sql("update version set delete_after = now() - interval '1 s' where state = 'PENDING'")
        .update();
    world.catalogue.reaper().reap();
    world.makeDue();
    world.run();
    assertThat(world.count("region_copy", Region.HOME)).isZero();
    assertThat(World.keys(world.west)).as("the reaper takes it from the secondary").isEmpty();
  }

  @Test
  void whatARegionCouldNotDeleteIsDeletedWhenItIsBack() {
    VersionId id = world.published("ann");
    world.run();
    world.west.off();
    world.catalogue.changes().erase("ann", World.ACTOR);
    assertThat(world.catalogue.reaper().reap().versions()).isEqualTo(1);
    assertThat(World.keys(world.home)).isEmpty();
    assertThat(World.keys(world.east)).isEmpty();
    world.makeDue();
    world.run();
    assertThat(world.outbox.backlog("west").deletions()).isEqualTo(1);

    world.west.on();
    world.timePasses();
    assertThat(World.keys(world.west)).isEqualTo(World.keysOf(id));
    world.run();

    assertThat(World.keys(world.west)).isEmpty();
    assertThat(world.count("region_deletion", "west")).isZero();
  }

  @Test
  void anErasureIsNotHeldUpByALostHome() {
    world.published("ann");
    world.run();
    world.home.off();
    world.catalogue.changes().erase("ann", World.ACTOR);
    assertThat(world.catalogue.reaper().reap().versions()).isEqualTo(1);
    assertThat(World.keys(world.west)).isEmpty();

    world.home.on();
    world.makeDue();
    world.run();
    assertThat(World.keys(world.home)).isEmpty();
  }

  @Test
  void nothingCountsAsDeletedWhileNoRegionAnswers() {
    VersionId id = world.published("ann");
    world.run();
    world.home.off();
    world.west.off();
    world.east.off();
    assertThatThrownBy(() -> world.store.deleteAll(World.keysOf(id)))
        .isInstanceOf(StorageUnavailableException.class);
    world.catalogue.changes().erase("ann", World.ACTOR);
    assertThat(world.catalogue.reaper().reap().versions()).isZero();
    assertThat(world.count("region_deletion", "west")).isZero();
  }

  @Test
  void aVersionThatHasARowIsNeverDeletedByALateDeletion() {
    VersionId id = world.published("ann");
    world.run();
    world.outbox.deleted(World.keysOf(id), List.of("west"));
    world.makeDue();
    world.run();
    assertThat(World.keys(world.west)).isEqualTo(World.keysOf(id));
    assertThat(world.count("region_deletion", "west")).isZero();
  }

  @Test
  void theReaperTakesNothingThatIsJustBeingCopied() {
    VersionId id = world.published("ann");
    world.catalogue.changes().erase("ann", World.ACTOR);
    // Erased, but the copier has not seen it: as if it had read the row a moment before.
    world.database.sql().sql("update version set state = 'RETIRED', retired_at = now()").update();
    AtomicBoolean reaped = new AtomicBoolean();
    world.east.beforePut =
        () ->
            // On a thread of its own: on this one it would be part of the copier's transaction.
            CompletableFuture.runAsync(
                    () -> {
                      if (world.catalogue.reaper().reap().versions() > 0) {
                        reaped.set(true);
                      }
                    })
                .join();

    world.run();

    assertThat(reaped).isFalse();
    assertThat(world.catalogue.reaper().reap().versions()).isEqualTo(1);
    assertThat(World.keys(world.home)).isEmpty();
    assertThat(World.keys(world.east)).doesNotContainAnyElementsOf(World.keysOf(id));
  }

  @Test
  void aCopyWithOtherBytesIsNeverTakenForGood() {
    VersionId id = world.published("ann");
    String key = id.keyPrefix() + "64.jpg";
    int length = (int) world.home.stat(key).orElseThrow().size();
    world.east.put(
        new NewObject(
            key,
            "x".repeat(length).getBytes(StandardCharsets.UTF_8),
            ObjectMetadata.immutable("image/jpeg")));

    world.run();

    assertThat(world.count("region_copy", "east")).isEqualTo(1);
    assertThat(world.count("region_copy", "west")).isZero();
  }

  @Test
  void versionsFromBeforeAReplicaAreCopiedToo() {
    VersionId old = world.published("ann");
    world.database.sql().sql("delete from region_copy").update();
    world
        .database
        .sql()
        .sql("insert into region_copy values ('gone', ?)")
        .param(old.value())
        .update();

    world.run();

    assertThat(World.keys(world.west)).isEqualTo(World.keysOf(old));
    assertThat(world.count("region_copy", "gone")).isZero();
    world.run();
    assertThat(world.count("region_copy", "west")).as("once only").isZero();
  }

  @Test
  void copiesOfTheServersOwnAreProvenAndNeverMade(@TempDir Path folder) {
    try (World servers = new World(database, folder, RegionSettings.Replication.BUCKET, false)) {
      VersionId id = servers.published("ann");
      servers.run();
      assertThat(World.keys(servers.west)).isEmpty();
      assertThat(servers.count("region_copy", "west")).isEqualTo(1);

      for (String key : World.keysOf(id)) {
        try (var object = servers.home.require(key)) {
          servers.west.put(new NewObject(key, object.readAll(1000), object.stat().metadata()));
        }
      }
      servers.makeDue();
      servers.run();
      assertThat(servers.count("region_copy", "west")).isZero();
      assertThat(servers.count("region_copy", "east")).isEqualTo(1);

      servers.catalogue.changes().erase("ann", World.ACTOR);
      servers.catalogue.reaper().reap();
      assertThat(World.keys(servers.west)).isEmpty();
      assertThat(servers.outbox.backlog("west").deletions()).isZero();
      // The servers' own copy arrives after the deletion.
      servers.west.put(
          new NewObject(
              id.keyPrefix() + "64.jpg", new byte[] {1}, ObjectMetadata.immutable("image/jpeg")));
      servers.run();
      assertThat(World.keys(servers.west)).isNotEmpty();
      servers.makeDue();
      servers.run();
      assertThat(World.keys(servers.west)).isEmpty();
    }
  }

  @Test
  void aDeletionThatARegionMissedIsLookedAtAgainWhereServersCopy(@TempDir Path folder) {
    try (World servers = new World(database, folder, RegionSettings.Replication.BUCKET, false)) {
      VersionId id = servers.published("ann");
      servers.west.off();
      servers.catalogue.changes().erase("ann", World.ACTOR);
      servers.catalogue.reaper().reap();
      assertThat(servers.outbox.backlog("west").deletions()).isEqualTo(1);

      servers.west.on();
      servers.timePasses();
      servers.makeDue();
      servers.run();
      assertThat(servers.outbox.backlog("west").deletions()).isZero();
      for (int late = 0; late < 2; late++) {
        // The servers' own copy waited for the region as well, and arrives after the deletion.
        arrives(servers.west, id);
        servers.run();
        assertThat(World.keys(servers.west)).as("it is not time yet").isNotEmpty();
        servers.makeDue();
        servers.run();
        assertThat(World.keys(servers.west)).isEmpty();
      }
      servers.makeDue();
      servers.run();
      assertThat(servers.count("region_deletion", "west")).as("nothing came any more").isZero();
    }
  }

  private static void arrives(SwitchedStore in, VersionId id) {
    in.put(
        new NewObject(
            id.keyPrefix() + "64.jpg", new byte[] {1}, ObjectMetadata.immutable("image/jpeg")));
  }

  @Test
  void aVersionOnWhichTheWorkBreaksOffKeepsNoOtherWaiting() {
    VersionId broken = world.published("ann");
    VersionId good = world.published("bob");
    world
        .database
        .sql()
        .sql("update region_copy set due_at = now() - interval '1 h' where version = ?")
        .param(broken.value())
        .update();
    world.west.beforeList =
        prefix -> {
          if (prefix.equals(broken.keyPrefix())) {
            throw new IllegalStateException("nobody thought of this");
          }
        };

    world.run();

    assertThat(World.keys(world.west)).isEqualTo(World.keysOf(good));
    assertThat(world.failures("west", broken)).isEqualTo(1);
    assertThat(world.metrics.get("cameo.region.set.aside").tag("region", "west").counter().count())
        .isEqualTo(1);
    world.west.beforeList = prefix -> {};
    world.makeDue();
    world.run();
    assertThat(World.keys(world.west)).containsAll(World.keysOf(broken));
  }

  @Test
  void aVersionThatFailsByItselfWaitsLongerEachTimeAndItsRegionIsNotAway() {
    VersionId wrong = world.published("ann");
    arrives(world.east, wrong);
    for (int times = 1; times <= 3; times++) {
      world.makeDue();
      world.run();
      assertThat(world.failures("east", wrong)).isEqualTo(times);
      world.run();
      assertThat(world.failures("east", wrong)).as("not hurried").isEqualTo(times);
    }
  }

  @Test
  void copiesAreNotPutOffForLongBecauseTheirSourceIsAway() {
    VersionId id = world.published("ann");
    world.home.off();
    for (int times = 0; times < 3; times++) {
      world.makeDue();
      world.run();
    }
    assertThat(world.failures("east", id)).isZero();
    world.home.on();
    world.timePasses();
    world.makeDue();
    world.run();
    assertThat(World.keys(world.east)).isEqualTo(World.keysOf(id));
  }

  @Test
  void regionsThatHangLeaveALaneForEveryOther() {
    VersionId id = world.published("ann");
    world.published("bob");
    CountDownLatch arrived = new CountDownLatch(1);
    AtomicBoolean waitedInVain = new AtomicBoolean();
    Consumer<String> hang =
        prefix -> {
          try {
            if (!arrived.await(20, TimeUnit.SECONDS)) {
              waitedInVain.set(true);
            }
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
        };
    world.outbox.deleted(List.of("avatars/" + "0".repeat(32) + "/a"), List.of(Region.HOME));
    world.outbox.deleted(List.of("avatars/" + "1".repeat(32) + "/a"), List.of(Region.HOME));
    world.makeDue();
    world.home.beforeList = hang;
    world.west.beforeList = hang;
    world.east.beforePut = arrived::countDown;

    world.run();

    assertThat(waitedInVain).isFalse();
    assertThat(World.keys(world.east)).containsAll(World.keysOf(id)).hasSize(4);
  }
}
