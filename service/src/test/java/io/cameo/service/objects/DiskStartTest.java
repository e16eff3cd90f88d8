package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.checklist.Rows;
import io.cameo.service.settings.Settings;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start without the disk that the pictures lie on. */
class DiskStartTest {

  private static final String KEY = "avatars/0123456789abcdef0123456789abcdef/64.jpg";

  @TempDir private Path folder;
  private TestDatabase database;
  private Path objects;

  @BeforeEach
  void open() {
    database = TestDatabase.open();
    objects = folder.resolve("objects");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private ObjectSettings settings() {
    return ObjectSettings.from(
        new Settings(Map.of("CAMEO_OBJECTS", objects.toString(), "CAMEO_DISK_RESERVE", "0")),
        folder);
  }

  private ObjectStore store() {
    return ObjectStores.open(settings(), database.sql());
  }

  private void refused() {
    assertThatThrownBy(this::store)
        .isInstanceOf(PicturesMissingException.class)
        .hasMessageContainingAll(
            objects + " holds no picture at all",
            "Mount the disk",
            "./cameo restore",
            "make the folder " + objects.resolve("avatars/+lost"));
  }

  @Test
  void anEmptyFolderIsRefusedWhileUsersHavePicturesAndNothingIsMadeInIt() throws Exception {
    Rows.live(database.sql(), "");

    refused();
    assertThat(objects).doesNotExist();
    Files.createDirectories(objects.resolve("lost+found"));
    refused();
    Files.createDirectory(objects.resolve("avatars"));
    refused();
    assertThat(objects.resolve(".tmp")).doesNotExist();
  }

  @Test
  void aFolderIsOpenedWhereNobodyHasAPicture() {
    Rows.retired(database.sql(), 1);
    store().close();
    try (TestDatabase empty = TestDatabase.openEmpty()) {
      ObjectStores.open(settings(), empty.sql()).close();
    }

    assertThat(objects).isDirectory();
  }

  @Test
  void aStoreThatHadAPictureIsOpenedThoughAllOfThemAreDeleted() {
    try (ObjectStore store = store()) {
      store.put(new NewObject(KEY, new byte[1], ObjectMetadata.immutable("image/jpeg")));
      store.delete(KEY);
    }
    Rows.live(database.sql(), "");

    store().close();

    assertThat(objects).isDirectory();
  }

  @Test
  void theOperatorsWordThatTheyAreLostIsTakenAndIsNoObject() throws Exception {
    Rows.live(database.sql(), "");
    refused();
    Files.createDirectories(objects.resolve("avatars/+lost"));

    try (ObjectStore store = store()) {
      assertThat(store.list("", Optional.empty(), 10).objects()).isEmpty();
      store.put(new NewObject(KEY, new byte[1], ObjectMetadata.immutable("image/jpeg")));
      assertThat(store.list("", Optional.empty(), 10).objects()).hasSize(1);
    }
  }

  @Test
  void whoeverBringsThemBackMayOpenIt() {
    Rows.live(database.sql(), "");

    ObjectStores.openToFill(settings(), database.sql()).close();

    assertThat(objects).isDirectory();
  }

  @Test
  void whatCannotBeLookedIntoIsNotTakenForWhole() throws Exception {
    Rows.live(database.sql(), "");
    Files.createDirectories(objects);
    Files.createSymbolicLink(objects.resolve("avatars"), Path.of("avatars"));

    assertThatThrownBy(this::store)
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("looking into " + objects.resolve("avatars"));
  }

  @Test
  void theFolderThatPicturesAreMovedToMayBeEmptyUntilItIsTheCurrentOne() {
    Rows.live(database.sql(), "");
    StorageMoves moves = new StorageMoves(database.sql());
    StoragePlace elsewhere = new StoragePlace("disk:" + folder.resolve("elsewhere"));
    moves.begin(
        new StorageMove(
            new UUID(1, 1),
            elsewhere,
            StoragePlace.of(settings()),
            settings().access().location(),
            StorageMove.Phase.COPYING,
            Optional.empty()));

    try (ObjectStore target = store()) {
      assertThatThrownBy(() -> target.stat(KEY))
          .as("the one that they are moved from may not")
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContainingAll("cannot use " + elsewhere, "holds no picture at all");
    }

    moves.advance(new UUID(1, 1), StorageMove.Phase.FINISHED);
    refused();
  }
}
