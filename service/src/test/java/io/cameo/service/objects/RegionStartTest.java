package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.settings.Settings;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.S3Proxy;
import io.cameo.storage.s3.S3Server;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which regions a start needs. */
@Timeout(60)
class RegionStartTest {

  @TempDir private Path folder;

  private static final String NOWHERE = "http://127.0.0.1:1";

  private static ObjectSettings settings(String home, String replica, String... more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "AWS_S3_BUCKET",
                S3Proxy.server().newBucket(),
                "AWS_ACCESS_KEY_ID",
                "tests-key",
                "AWS_SECRET_ACCESS_KEY",
                "tests-secret",
                "CAMEO_S3_ENDPOINT",
                home,
                "CAMEO_S3_TIMEOUT",
                "3s",
                "CAMEO_S3_REPLICAS",
                replica));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    Settings settings = new Settings(environment);
    ObjectSettings read = ObjectSettings.from(settings, Path.of("data"));
    settings.verify();
    return read;
  }

  private static String server() {
    S3Server server = S3Proxy.server();
    return server.endpoint().orElseThrow().toString();
  }

  @Test
  void aRegionThatDoesNotAnswerStopsNothing() {
    String bucket = S3Proxy.server().newBucket();
    assertThatCode(
            () ->
                BucketStart.require(
                    settings(NOWHERE, "west=s3://" + bucket + "@default+" + server()),
                    Clock.systemUTC()))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                BucketStart.require(
                    settings(server(), "west=s3://" + bucket + "@default+" + NOWHERE),
                    Clock.systemUTC()))
        .doesNotThrowAnyException();
  }

  @Test
  void aReplicaThatCannotBeUsedStopsTheStartByItsName() {
    assertThatThrownBy(
            () ->
                BucketStart.require(
                    settings(server(), "west=s3://no-such-bucket@default+" + server()),
                    Clock.systemUTC()))
        .isInstanceOf(BucketUnusableException.class)
        .hasMessageContainingAll("Replica west: ", "no-such-bucket");
  }

  @Test
  void aNodeIsReadyWhileOneRegionAnswersAndNamesTheOthers() {
    String bucket = S3Proxy.server().newBucket();
    ObjectSettings settings = settings(NOWHERE, "west=s3://" + bucket + "@default+" + server());
    try (TestDatabase database = TestDatabase.open();
        ObjectStore moving = ObjectStores.open(settings, database.sql())) {
      RegionalStore store = (RegionalStore) MovingStore.configuredIn(moving);
      RegionOutbox outbox = new RegionOutbox(database.sql(), List.of());
      RegionBacklogs backlogs = new RegionBacklogs(outbox, Clock.systemUTC());
      StoreCheck check =
          new CurrentStoreCheck(
              () -> store, current -> new RegionCheck(store, backlogs, Clock.systemUTC()));

      assertThat(check.wrong()).isEmpty();
      await().until(() -> String.valueOf(check.details().get("home")).startsWith("away: "));
      await().until(() -> String.valueOf(check.details().get("west")).contains("0 s behind"));
      assertThat(LostRegions.of(moving, settings.regions()).now()).containsExactly("home");
    }
  }

  @Test
  void whatIsAskedOfTheBucketIsAskedOfTheHomeRegion() {
    String bucket = S3Proxy.server().newBucket();
    ObjectSettings settings = settings(server(), "west=s3://" + bucket + "@default+" + server());
    try (TestDatabase database = TestDatabase.open();
        ObjectStore moving = ObjectStores.open(settings, database.sql())) {
      RegionalStore store = (RegionalStore) MovingStore.configuredIn(moving);

      assertThat(LostObjects.homeOf(moving)).isSameAs(store.home().store());
      assertThat(moving.incoming()).isPresent();
    }
  }

  @Test
  void aNodeWithReplicasSaysThatItFollowsNoMove() {
    String bucket = S3Proxy.server().newBucket();
    ObjectSettings settings = settings(server(), "west=s3://" + bucket + "@default+" + server());
    try (TestDatabase database = TestDatabase.open()) {
      StorageMoves moves = new StorageMoves(database.sql());
      try (MovingStore store =
          ObjectStores.open(settings, moves, ObjectStores.Ways.OF_A_COMMAND, place -> {}, false)) {
        moves.begin(
            new StorageMove(
                new UUID(1, 1),
                StoragePlace.of(settings),
                new StoragePlace("disk:" + folder),
                settings.access().location(),
                StorageMove.Phase.COPYING,
                Optional.empty()));
        MoveFollower follower = new MoveFollower(store, moves, Clock.systemUTC(), new UUID(2, 2));
        follower.start();
        try {
          await()
              .until(
                  () ->
                      moves.nodes().stream()
                          .flatMap(node -> node.fault().stream())
                          .anyMatch(StorageMove.WITHOUT_REPLICAS::equals));
        } finally {
          follower.stop();
        }
        await().until(() -> moves.nodes().isEmpty());
      }
    }
  }

  @Test
  void aNodeIsNotReadyWhileNoRegionAnswers() {
    ObjectSettings settings = settings(NOWHERE, "west=s3://avatars-b@default+http://127.0.0.1:2");
    try (TestDatabase database = TestDatabase.open();
        ObjectStore moving = ObjectStores.open(settings, database.sql())) {
      RegionalStore store = (RegionalStore) MovingStore.configuredIn(moving);
      RegionOutbox outbox = new RegionOutbox(database.sql(), List.of());
      RegionCheck check =
          new RegionCheck(store, new RegionBacklogs(outbox, Clock.systemUTC()), Clock.systemUTC());

      assertThat(check.wrong().orElseThrow()).startsWith("No region can be used: ");
    }
  }
}
