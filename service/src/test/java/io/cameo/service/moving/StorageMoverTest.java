package io.cameo.service.moving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.objects.StorageMove;
import io.cameo.service.objects.StoragePlace;
import io.cameo.service.settings.Settings;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves between two folders, on a real database. */
class StorageMoverTest {

  private static final MoveListener NOBODY =
      new MoveListener() {
        @Override
        public void pass(String what, long versions) {}

        @Override
        public void advance(long versions) {}

        @Override
        public void spent(long bytes) {}
      };

  @TempDir private Path folder;
  private TestDatabase database;
  private ObjectStore before;
  private ObjectStore after;
  private ObjectSettings settings;
  private StoragePlace target;
  private MoveListener listener = NOBODY;

  @BeforeEach
  void open() {
    database = TestDatabase.open();
    before = DiskStore.open(folder.resolve("old"), new DiskStoreOptions(0));
    after = DiskStore.open(folder.resolve("new"), new DiskStoreOptions(0));
    settings =
        ObjectSettings.from(
            new Settings(
                Map.of(
                    "CAMEO_OBJECTS", folder.resolve("old").toString(), "CAMEO_DISK_RESERVE", "0")),
            folder);
    target = StoragePlace.parse("disk:" + folder.resolve("new"), settings);
  }

  @AfterEach
  void close() {
    before.close();
    after.close();
    database.close();
  }

  private StorageMover mover(boolean acceptFaults) throws SQLException {
    return new StorageMover(
        new StorageMover.Database(database.dataSource(), database.connect()),
        settings,
        new StorageMover.MoveOptions(2, acceptFaults),
        listener);
  }

  private MoveReport copy(boolean acceptFaults) throws SQLException {
    try (StorageMover mover = mover(acceptFaults)) {
      return mover.copy(target);
    }
  }

  private static StorageMove.Phase phase(MoveReport report) {
    return report.phase().orElseThrow().phase();
  }

  /** A live version of one object, whose row says that it is {@code recorded}. */
  private String version(String recorded) throws Exception {
    UUID id = UUID.randomUUID();
    String sha256 =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(recorded.getBytes(StandardCharsets.UTF_8)));
    database
        .sql()
        .sql(
            """
            insert into version (id, subject, state, change_order, source_type, source_width,
              source_height, source_bytes, source_sha256, crop, thumbhash, color, objects)
            values (?, ?, 'LIVE', 1, 'image/jpeg', 1, 1, 1, sha256('x'), '', 'x', '#000000',
              jsonb_build_array(jsonb_build_object(
                'name', '64.jpg', 'size', 64, 'bytes', ?, 'sha256', ?)))
            """)
        .params(id, "subject-" + id, recorded.length(), sha256)
        .update();
    return "avatars/" + id.toString().replace("-", "") + "/64.jpg";
  }

  /** Does something whenever a pass begins. */
  private static MoveListener onPass(Consumer<String> then) {
    return new MoveListener() {
      @Override
      public void pass(String what, long versions) {
        then.accept(what);
      }

      @Override
      public void advance(long versions) {}

      @Override
      public void spent(long bytes) {}
    };
  }

  private void state(String key, String state) {
    database
        .sql()
        .sql(
            """
            update version set state = :state,
              delete_after = case when :state <> 'LIVE' then now() + interval '1 hour' end
            where :key like 'avatars/' || replace(id::text, '-', '') || '/%'
            """)
        .param("state", state)
        .param("key", key)
        .update();
  }

  private static void put(ObjectStore store, String key, String words) {
    store.put(
        new NewObject(
            key, words.getBytes(StandardCharsets.UTF_8), ObjectMetadata.immutable("image/jpeg")));
  }

  private static String words(ObjectStore store, String key) {
    try (var object = store.require(key)) {
      return new String(object.readAll(100), StandardCharsets.UTF_8);
    }
  }

  @Test
  void wrongBytesInTheNewPlaceAreReplacedByTheOriginal() throws Exception {
    String good = version("original");
    String half = version("another one");
    put(before, good, "original");
    put(before, half, "another one");
    put(after, good, "0riginal");
    put(after, half, "anoth");

    try (StorageMover mover = mover(false)) {
      MoveReport plan = mover.plan(target);
      assertThat(plan.next().getFirst()).contains("Would copy all", "Say --yes");
      assertThat(plan.versions()).isEqualTo(2);
      assertThat(plan.phase()).isEmpty();
    }
    assertThat(words(after, half)).isEqualTo("anoth");

    MoveReport report = copy(false);

    assertThat(phase(report)).isEqualTo(StorageMove.Phase.VERIFIED);
    assertThat(report.isWell()).isTrue();
    assertThat(words(after, good)).isEqualTo("original");
    assertThat(words(after, half)).isEqualTo("another one");
    assertThat(words(before, good)).isEqualTo("original");
  }

  @Test
  void aDamagedOriginalStopsTheMoveUntilThatIsAccepted() throws Exception {
    String good = version("original");
    String damaged = version("recorded");
    String missing = version("nowhere");
    put(before, good, "original");
    put(before, damaged, "rec0rded");

    MoveReport stopped = copy(false);
    assertThat(phase(stopped)).isEqualTo(StorageMove.Phase.COPYING);
    assertThat(stopped.faulty()).isEqualTo(2);
    assertThat(stopped.faults())
        .containsExactlyInAnyOrder(
            damaged + " has other bytes than recorded", missing + " is missing");
    assertThat(after.stat(damaged)).isEmpty();

    assertThat(phase(copy(true))).isEqualTo(StorageMove.Phase.VERIFIED);
    assertThat(words(after, good)).isEqualTo("original");
  }

  @Test
  void twoMoversDoNotWorkAtOnceAndNoStepComesOutOfTurn() throws Exception {
    try (StorageMover mover = mover(false)) {
      assertThatThrownBy(() -> mover(false))
          .isInstanceOf(MoveException.class)
          .hasMessageContaining("Another ./cameo move-storage is running");
      assertThatThrownBy(mover::switchOver).hasMessageContaining("no move to switch");
      assertThatThrownBy(() -> mover.plan(StoragePlace.of(settings)))
          .hasMessageContaining("already");
      assertThat(phase(mover.copy(target))).isEqualTo(StorageMove.Phase.VERIFIED);
      assertThatThrownBy(mover::finish).hasMessageContaining("not the time for that");
      assertThatThrownBy(mover::forget).hasMessageContaining("under way");
      assertThatThrownBy(() -> mover.plan(StoragePlace.parse("disk:/third", settings)))
          .hasMessageContaining("go back first");
      assertThat(phase(mover.switchOver())).isEqualTo(StorageMove.Phase.SWITCHED);
      assertThatThrownBy(mover::finish).hasMessageContaining("CAMEO_OBJECTS=");
      String since = version("since the switch");
      put(after, since, "since the switch");
      assertThat(phase(mover.back())).isEqualTo(StorageMove.Phase.RETURNED);
      assertThat(words(before, since)).isEqualTo("since the switch");
      assertThat(mover.forget().phase()).isEmpty();
    }
  }

  @Test
  void nothingIsMovedWhileTheBucketHasReplicas() throws Exception {
    settings =
        ObjectSettings.from(
            new Settings(
                Map.of(
                    "AWS_S3_BUCKET", "avatars", "CAMEO_S3_REPLICAS", "s3://avatars-b@eu-west-1")),
            folder);
    try (StorageMover mover = mover(false)) {
      assertThatThrownBy(() -> mover.plan(target))
          .isInstanceOf(MoveException.class)
          .hasMessageContaining("CAMEO_S3_REPLICAS");
      assertThatThrownBy(() -> mover.copy(target)).isInstanceOf(MoveException.class);
      assertThatThrownBy(mover::switchOver).hasMessageContaining("CAMEO_S3_REPLICAS");
      assertThatThrownBy(mover::finish).hasMessageContaining("CAMEO_S3_REPLICAS");
      assertThat(mover.status().phase()).isEmpty();
    }
  }

  @Test
  void anUploadThatBeganBeforeThePhaseChangedIsAwaitedAndBroughtAlong() throws Exception {
    copy(false);
    try (StorageMover mover = mover(false)) {
      mover.switchOver();
    }
    String underWay = version("written to the new place alone");
    state(underWay, "PENDING");
    List<String> passes = new ArrayList<>();
    listener =
        onPass(
            what -> {
              passes.add(what);
              if (what.equals("Uploads from before")) {
                put(after, underWay, "written to the new place alone");
                state(underWay, "LIVE");
              }
            });

    try (StorageMover mover = mover(false)) {
      assertThat(phase(mover.back())).isEqualTo(StorageMove.Phase.RETURNED);
    }

    assertThat(passes).startsWith("Uploads from before", "Copied");
    assertThat(words(before, underWay)).isEqualTo("written to the new place alone");
  }

  @Test
  void aSwitchDoesNotEndWellWhileEveryPassFindsSomethingNew() throws Exception {
    copy(false);
    AtomicInteger more = new AtomicInteger();
    listener =
        onPass(
            what -> {
              try {
                String words = "written past the switch " + more.incrementAndGet();
                put(before, version(words), words);
              } catch (Exception failed) {
                throw new IllegalStateException(failed);
              }
            });
    try (StorageMover mover = mover(false)) {
      assertThatThrownBy(mover::switchOver)
          .isInstanceOf(MoveException.class)
          .hasMessageContaining("run the same command again");
    }
    assertThat(more).hasValueGreaterThan(1);

    listener = NOBODY;
    try (StorageMover mover = mover(false)) {
      assertThat(phase(mover.switchOver())).isEqualTo(StorageMove.Phase.SWITCHED);
    }
  }

  @Test
  void whatWasComparedIsRememberedUntilTheMoveMayGoOn() throws Exception {
    String good = version("original");
    String damaged = version("recorded");
    put(before, good, "original");
    put(before, damaged, "rec0rded");
    put(after, damaged, "recorded");
    copy(false);
    UUID mark = new UUID(0, 1);
    database
        .sql()
        .sql("update storage_move set verified_to = ?, phase = 'COPYING'")
        .param(mark)
        .update();
    after.delete(damaged);
    put(after, damaged, "rec0rded");

    assertThat(copy(false).faulty()).isEqualTo(1);
    assertThat(mark()).contains(mark);
    assertThat(phase(copy(true))).isEqualTo(StorageMove.Phase.VERIFIED);
    assertThat(mark()).isEmpty();
  }

  private Optional<UUID> mark() {
    return database
        .sql()
        .sql("select verified_to from storage_move where verified_to is not null")
        .query(UUID.class)
        .optional();
  }
}
