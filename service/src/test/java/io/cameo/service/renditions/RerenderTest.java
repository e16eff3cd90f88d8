package io.cameo.service.renditions;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Form;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.imaging.MasterRenderer;
import io.cameo.service.imaging.StandInRenderer;
import io.cameo.service.renditions.Rerender.Done;
import io.cameo.service.renditions.Rerender.Need;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;

/** All pictures in the present sizes, formats and quality. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class RerenderTest {

  private static final Wanted BETTER =
      new Wanted(List.of(128, 64), Set.of(Form.UNIVERSAL, Form.WEBP), "r1 q95");

  private Album album;

  @BeforeAll
  void open(@TempDir Path folder) {
    album = new Album(folder);
  }

  @AfterAll
  void close() {
    album.close();
  }

  @BeforeEach
  void empty() {
    album.empty();
  }

  private Rerender rerender(MasterRenderer renderer, Wanted wanted) {
    return new Rerender(
        new Rerender.Catalogues(album.live, album.catalogue.changes(), album.additions),
        album.store,
        renderer,
        wanted);
  }

  private Map<Done, Long> run(Rerender rerender) {
    List<Done> done = Collections.synchronizedList(new ArrayList<>());
    rerender.run(2, () -> {}, done::add);
    Map<Done, Long> counts = new EnumMap<>(Done.class);
    done.forEach(one -> counts.merge(one, 1L, Long::sum));
    return counts;
  }

  private Map<Done, Long> run(Wanted wanted) {
    return run(rerender(Album.renderer(), wanted));
  }

  private Version current(String subject) {
    return album.catalogue.catalogue().current(subject).orElseThrow();
  }

  @Test
  void whatOnlyLacksFormatsKeepsItsAddress() {
    VersionId id = album.published("alice");

    assertThat(run(Album.WANTED)).containsOnly(Map.entry(Done.ADDED, 1L));

    assertThat(current("alice").id()).isEqualTo(id);
    assertThat(album.names(id)).contains("64.webp", "64.avif");
    assertThat(run(Album.WANTED)).containsOnly(Map.entry(Done.WAS_RIGHT, 1L));
  }

  @Test
  void anotherQualityMakesANewVersionInThePlaceOfTheOld() {
    VersionId old = album.published("bob");
    Version before = current("bob");

    assertThat(run(BETTER)).containsOnly(Map.entry(Done.MADE_ANEW, 1L));

    Version after = current("bob");
    assertThat(after.id()).isNotEqualTo(old);
    assertThat(after.source()).isEqualTo(before.source());
    assertThat(after.look()).isEqualTo(before.look());
    assertThat(after.life().order()).isEqualTo(before.life().order());
    assertThat(album.names(after.id()))
        .containsExactly("128.jpg", "128.webp", "64.jpg", "64.webp", "master.jpg");
    assertThat(album.column(after.id(), "recipe")).contains("r1 q95");
    assertThat(album.catalogue.catalogue().version(old).filter(Version::isShown))
        .as("the old addresses still work")
        .isPresent();
    assertThat(album.catalogue.catalogue().history("bob"))
        .extracting(Version::id)
        .as("its user sees one picture")
        .containsExactly(after.id());
    assertThat(run(BETTER)).as("again").containsOnly(Map.entry(Done.WAS_RIGHT, 1L));
  }

  @Test
  void nobodyElseMakesTheFormatsThatItMakes() {
    album.additions.finish(album.published("heidi"));
    List<Boolean> due = new ArrayList<>();

    run(
        rerender(
            (master, side, sizes, forms) -> {
              if (forms.contains(Form.WEBP)) {
                due.add(album.additions.take(Duration.ofMinutes(1)).isPresent());
              }
              return Album.render(master, side, sizes, forms, "");
            },
            BETTER));

    assertThat(due).containsExactly(false);
    assertThat(album.additions.longestWait()).isZero();
    assertThat(album.column(current("heidi").id(), "formats_at")).isEmpty();
  }

  @Test
  void goingBackFromAPictureThatWasMadeAnewGoesToTheOneBefore() {
    VersionId first = album.published("carol");
    album.published("carol");
    run(BETTER);

    Optional<Version> back =
        album.catalogue.changes().revert("carol", Optional.empty(), TestPictures.ACTOR);

    assertThat(back).map(Version::id).contains(first);
  }

  @Test
  void anUploadThatBeganBeforeIsNotTooLate() {
    album.published("dave");
    var upload = album.pictures.intent("dave");
    run(BETTER);

    album.pictures.upload(upload);

    assertThat(current("dave").id()).isEqualTo(upload.id());
  }

  @Test
  void whoChangesThePictureMeanwhileKeepsTheChange() {
    album.published("eve");
    List<VersionId> newer = new ArrayList<>();
    Rerender rerender =
        rerender(
            (master, side, sizes, forms) -> {
              newer.add(album.published("eve"));
              return Album.render(master, side, sizes, forms, "");
            },
            BETTER);

    assertThat(run(rerender)).containsKey(Done.CHANGED);

    assertThat(newer).isNotEmpty();
    assertThat(current("eve").source().sha256()).isNotEmpty();
    assertThat(album.catalogue.catalogue().history("eve"))
        .extracting(Version::id)
        .containsAll(newer.subList(newer.size() - 1, newer.size()));
  }

  @Test
  void whatComesDuringAWalkIsNotLookedAtAgain() {
    VersionId there = album.published("early");
    Instant began = album.live.now();
    album.published("late");
    run(BETTER);

    assertThat(album.live.page(began, Optional.empty(), 100))
        .as("one is made anew, and the other was not there")
        .isEmpty();
    assertThat(album.live.page(album.live.now(), Optional.empty(), 100))
        .hasSize(2)
        .noneMatch(version -> version.id().equals(there));
  }

  @Test
  void aRunThatWasEndedGoesOnWhereItWas() {
    for (int i = 0; i < 6; i++) {
      album.published("user-" + i);
    }
    int[] made = {0};
    Rerender dying =
        rerender(
            (master, side, sizes, forms) -> {
              if (made[0]++ >= 4) {
                throw StandInRenderer.workerEnded();
              }
              return Album.render(master, side, sizes, forms, "");
            },
            BETTER);
    Map<Done, Long> first = run(dying);
    assertThat(first.get(Done.FAILED)).isPositive();
    assertThat(first.get(Done.MADE_ANEW)).isPositive();

    run(BETTER);

    album
        .live
        .page(album.live.now(), Optional.empty(), 100)
        .forEach(
            version ->
                assertThat(rerender(Album.renderer(), BETTER).need(version))
                    .isEqualTo(Need.NOTHING));
    assertThat(album.live.count()).isEqualTo(6);
  }

  @Test
  void aStoreThatIsAwayEndsTheRun() {
    for (int i = 0; i < 60; i++) {
      album.published("many-" + i);
    }
    Rerender failing =
        rerender(
            (master, side, sizes, forms) -> {
              throw StandInRenderer.workerEnded();
            },
            BETTER);
    List<Done> done = Collections.synchronizedList(new ArrayList<>());

    assertThat(failing.run(2, () -> {}, done::add)).isFalse();

    assertThat(done).hasSizeBetween(20, 25).containsOnly(Done.FAILED);
  }

  @Test
  void whatFailsForAnyReasonIsCounted() {
    album.published("grace");
    Rerender failing =
        rerender(
            (master, side, sizes, forms) -> {
              throw new DataAccessResourceFailureException("the database is away");
            },
            BETTER);

    assertThat(run(failing)).containsOnly(Map.entry(Done.FAILED, 1L));
    assertThat(run(BETTER)).as("again").containsOnly(Map.entry(Done.MADE_ANEW, 1L));
  }

  @Test
  void withoutAMasterAPictureStaysAsItIs() {
    VersionId id = album.published("frank");
    album.store.delete(id.keyPrefix() + "master.jpg");

    assertThat(run(BETTER)).containsOnly(Map.entry(Done.NO_MASTER, 1L));

    assertThat(current("frank").id()).isEqualTo(id);
  }
}
