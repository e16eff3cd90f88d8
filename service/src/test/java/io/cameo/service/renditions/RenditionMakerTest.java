package io.cameo.service.renditions;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Form;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.imaging.StandInRenderer;
import io.cameo.service.renditions.RenditionMaker.Made;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Renditions that are added to a version that is shown already. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class RenditionMakerTest {

  private static final Set<String> ALL =
      Set.of("128.avif", "128.jpg", "128.webp", "64.avif", "64.jpg", "64.webp", "master.jpg");

  private Album album;

  @BeforeAll
  void open(@TempDir Path folder) {
    album = new Album(folder);
  }

  @AfterAll
  void close() {
    album.close();
  }

  private Made make(VersionId id) {
    return album.maker().make(id, album.objects(id), Album.WANTED);
  }

  @Test
  void addsWhatIsMissingAndRecordsItAsItIs() {
    VersionId id = album.published("alice");

    assertThat(make(id)).isEqualTo(Made.DONE);

    assertThat(album.names(id)).isEqualTo(ALL);
    assertThat(album.stored(id)).isEqualTo(ALL);
    for (StoredObject object : album.objects(id)) {
      try (var stored = album.store.require(id.keyPrefix() + object.name())) {
        byte[] bytes = stored.readAll(10_000);
        assertThat(bytes).hasSize((int) object.bytes());
        assertThat(Sha256.of(bytes)).isEqualTo(object.sha256());
      }
    }
    assertThat(album.column(id, "planned")).contains("{}");
    assertThat(make(id)).as("again").isEqualTo(Made.DONE);
  }

  @Test
  void onlyTheFormsThatAreWanted() {
    VersionId id = album.published("only");

    Made made = album.maker().make(id, album.objects(id), Album.WANTED.only(Set.of(Form.WEBP)));

    assertThat(made).isEqualTo(Made.DONE);
    assertThat(album.names(id))
        .containsExactly("128.jpg", "128.webp", "64.jpg", "64.webp", "master.jpg");
  }

  @Test
  void sizesThatWereAddedToTheSettingsAreMade() {
    VersionId id = album.published("larger");
    Wanted wanted = new Wanted(List.of(256, 128, 64), Set.of(Form.UNIVERSAL), "r1 q85");

    assertThat(album.maker().make(id, album.objects(id), wanted)).isEqualTo(Made.DONE);

    assertThat(album.names(id)).containsExactly("128.jpg", "256.jpg", "64.jpg", "master.jpg");
  }

  @Test
  void aTryThatDiedBeforeItsRecordIsRecognised() {
    VersionId id = album.published("crashed");
    byte[] left = "of a try that died".getBytes(StandardCharsets.UTF_8);
    album.store.put(
        new NewObject(id.keyPrefix() + "64.webp", left, ObjectMetadata.immutable("image/webp")));

    assertThat(make(id)).isEqualTo(Made.DONE);

    assertThat(album.names(id)).isEqualTo(ALL);
    assertThat(album.objects(id))
        .filteredOn(object -> object.name().equals("64.webp"))
        .extracting(StoredObject::sha256)
        .containsExactly(Sha256.of(left));
  }

  @Test
  void nothingIsWrittenForAnErasedSubject() {
    VersionId id = album.published("erased");
    List<StoredObject> before = album.objects(id);
    album.catalogue.changes().erase("erased", TestPictures.ACTOR);

    assertThat(album.maker().make(id, before, Album.WANTED)).isEqualTo(Made.GONE);

    assertThat(album.stored(id)).containsExactly("128.jpg", "64.jpg", "master.jpg");
  }

  @Test
  void whatATryLeftBehindGoesWithTheVersion() {
    VersionId id = album.published("leaves");
    album
        .database
        .sql()
        .sql("update version set planned = '{64.webp,128.webp}' where id = ?")
        .param(id.value())
        .update();
    album.store.put(
        new NewObject(
            id.keyPrefix() + "64.webp", new byte[] {1}, ObjectMetadata.immutable("image/webp")));
    int objects = album.catalogue.changes().erase("leaves", TestPictures.ACTOR).objects();
    assertThat(objects).as("objects on the certificate").isEqualTo(5);

    album.catalogue.reaper().reap();

    assertThat(album.stored(id)).isEmpty();
    assertThat(album.column(id, "state")).isEmpty();
  }

  @Test
  void aSubjectWithoutRoomKeepsWhatItHas() {
    VersionId id = album.published("full");

    assertThat(make(id)).isEqualTo(Made.NO_ROOM);

    assertThat(album.names(id)).containsExactly("128.jpg", "64.jpg", "master.jpg");
    assertThat(album.stored(id)).containsExactly("128.jpg", "64.jpg", "master.jpg");
  }

  @Test
  void withoutAMasterNothingIsMade() {
    VersionId id = album.published("headless");
    album.store.delete(id.keyPrefix() + "master.jpg");

    assertThat(make(id)).isEqualTo(Made.NO_MASTER);
  }

  @Test
  void aWorkerThatIsAwayIsAFailureAndNoRecord() {
    VersionId id = album.published("busy");
    RenditionMaker maker =
        album.maker(
            album.store,
            (master, side, sizes, forms) -> {
              throw StandInRenderer.noWorkerFree();
            });

    assertThat(maker.make(id, album.objects(id), Album.WANTED)).isEqualTo(Made.FAILED);

    assertThat(album.names(id)).containsExactly("128.jpg", "64.jpg", "master.jpg");
  }
}
