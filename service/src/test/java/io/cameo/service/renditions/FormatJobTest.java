package io.cameo.service.renditions;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Form;
import io.cameo.service.catalogue.Additions;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.imaging.MasterRenderer;
import io.cameo.service.imaging.StandInRenderer;
import io.cameo.service.imaging.TestBackground;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is made after an upload was answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class FormatJobTest {

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
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
    metrics.clear();
  }

  private FormatJob job(MasterRenderer renderer, int workers) {
    return new FormatJob(
        album.additions,
        album.maker(album.store, renderer),
        Album.WANTED.only(Form.LATER),
        TestBackground.none(),
        workers,
        metrics);
  }

  private FormatJob job() {
    return job(Album.renderer(), 1);
  }

  @Test
  void makesWhatIsDueAndNothingTwice() {
    VersionId first = album.published("first");
    VersionId second = album.published("second");

    assertThat(job().work(() -> true)).isEqualTo(2);

    assertThat(album.names(first)).contains("64.webp", "64.avif", "128.webp", "128.avif");
    assertThat(album.names(second)).contains("64.webp", "64.avif", "128.webp", "128.avif");
    assertThat(album.column(first, "formats_at")).isEmpty();
    assertThat(job().work(() -> true)).isZero();
    assertThat(metrics.counter("cameo.formats", "outcome", "done").count()).isEqualTo(2);
  }

  @Test
  void aPictureThatWasReplacedIsLeftAlone() {
    VersionId old = album.published("changes");
    VersionId now = album.published("changes");

    assertThat(job().work(() -> true)).isEqualTo(1);

    assertThat(album.names(old)).doesNotContain("64.webp");
    assertThat(album.names(now)).contains("64.webp");
    album.catalogue.changes().revert("changes", Optional.of(old), TestPictures.ACTOR);
    assertThat(job().work(() -> true)).as("it is current again").isEqualTo(1);
    assertThat(album.names(old)).contains("64.webp");
  }

  @Test
  void aFailureIsTriedAgainLaterAndGivenUpInTheEnd() {
    VersionId id = album.published("fails");
    FormatJob failing =
        job(
            (master, side, sizes, forms) -> {
              throw StandInRenderer.workerEnded();
            },
            1);

    for (int i = 1; i < 10; i++) {
      assertThat(failing.work(() -> true)).as("try %s", i).isEqualTo(1);
      assertThat(failing.work(() -> true)).as("not at once").isZero();
      album.due(id);
    }
    assertThat(album.column(id, "formats_at")).isPresent();
    assertThat(failing.work(() -> true)).isEqualTo(1);

    assertThat(album.column(id, "formats_at")).isEmpty();
    assertThat(metrics.counter("cameo.formats", "outcome", "failed").count()).isEqualTo(10);
  }

  @Test
  void theNodeThatDiedWithItIsFollowedByAnother() {
    VersionId id = album.published("lease");
    Optional<Additions.Due> taken = album.additions.take(Duration.ofMillis(1));
    assertThat(taken).map(Additions.Due::id).contains(id);

    album.due(id);

    assertThat(job().work(() -> true)).isEqualTo(1);
    assertThat(album.names(id)).contains("64.avif");
  }

  @Test
  void aNodeWithoutWorkersForItMakesNothing() {
    album.published("elsewhere");

    assertThat(job(Album.renderer(), 0).work(() -> true)).isZero();
    assertThat(album.additions.longestWait()).isNotNegative();
  }

  @Test
  void ofOneNodeNotMoreLanesWorkThanItHasWorkers() throws Exception {
    album.published("one");
    album.published("two");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FormatJob job =
        job(
            (master, side, sizes, forms) -> {
              begun.countDown();
              await(goOn);
              return Album.render(master, side, sizes, forms, "");
            },
            1);
    try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = lanes.submit(() -> job.work(() -> true));
      await(begun);

      assertThat(job.work(() -> true)).as("the second lane").isZero();

      goOn.countDown();
      assertThat(first.get()).isEqualTo(2);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void itEndsBetweenTwoVersionsWhenItIsTold() {
    album.published("a");
    album.published("b");
    int[] asked = {0};

    assertThat(job().work(() -> asked[0]++ == 0)).isEqualTo(1);
    assertThat(job().work(() -> true)).isEqualTo(1);
  }

  @Test
  void thePausesGrowUpToAnHour() {
    assertThat(FormatJob.pause(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(FormatJob.pause(2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(FormatJob.pause(50)).isEqualTo(Duration.ofHours(1));
  }
}
