package io.cameo.service.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a version needs and the store has not got, or has otherwise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenditionRepairTest {

  private Gallery gallery;

  @BeforeAll
  void open(@TempDir Path folder) {
    gallery = new Gallery(folder.resolve("objects"), Duration.ofDays(7), Duration.ofMinutes(10));
  }

  @AfterAll
  void close() {
    gallery.close();
  }

  @BeforeEach
  void empty() {
    gallery.empty();
  }

  @Test
  void aMissingRenditionIsMadeAgainFromTheMasterAndRecorded() {
    VersionId id = gallery.published("ann");
    StoredObject before = gallery.recorded(id, "64.jpg");
    gallery.store.delete(gallery.small(id));
    gallery.store.delete(id.keyPrefix() + "128.jpg");

    GcReport dry = gallery.dry();
    assertThat(dry.count(Pile.MISSING)).isEqualTo(2);
    assertThat(dry.count(Pile.REPAIRABLE)).isEqualTo(2);
    assertThat(dry.hasProblems()).isTrue();

    GcReport report = gallery.apply();
    assertThat(report.count(Pile.REPAIRED)).isEqualTo(2);
    assertThat(report.hasProblems()).isFalse();
    assertThat(gallery.recorded(id, "64.jpg").sha256()).isNotEqualTo(before.sha256());
    gallery.assertWhole();
    assertThat(gallery.deep(true).count(Pile.MISSING)).as("I17").isZero();
  }

  @Test
  void nodesAreToldOfARepairSoThatTheyForgetTheOldLength() throws Exception {
    VersionId id = gallery.published("ann");
    gallery.store.delete(gallery.small(id));
    try (var connection = gallery.database.connect();
        var statement = connection.createStatement()) {
      statement.execute("listen " + io.cameo.service.database.ChangeFeed.CHANNEL);

      gallery.apply();

      List<String> heard = new ArrayList<>();
      for (var each :
          connection.unwrap(org.postgresql.PGConnection.class).getNotifications(10_000)) {
        heard.add(each.getParameter());
      }
      assertThat(heard).contains("version " + id, "subject ann");
    }
  }

  @Test
  void aMasterThatCannotBeReadDoesNotEndTheRun() {
    VersionId id = gallery.published("ann");
    gallery.store.delete(gallery.small(id));
    FailingStore failing = new FailingStore(gallery.store);
    failing.refuseGets();
    Reconciler reconciler = gallery.reconciler(failing, Gallery.AT_ONCE);

    GcReport report = reconciler.run(reconciler.plan(true), gallery.listener);

    assertThat(report.count(Pile.UNREPAIRABLE)).isEqualTo(1);
    assertThat(gallery.findings.getLast().detail()).contains("its master cannot be read");
  }

  @Test
  void aRunTriesAsManyVersionsAsItMayAndListsTheRest() {
    for (int i = 0; i < 3; i++) {
      gallery.store.delete(gallery.small(gallery.published("s" + i)));
    }
    GcPlan plan = new GcPlan(true, OptionalLong.empty(), 1_000_000, 100, 2);

    GcReport report = gallery.reconciler(Gallery.AT_ONCE).run(plan, gallery.listener);

    assertThat(report.count(Pile.REPAIRED)).isEqualTo(2);
    assertThat(report.count(Pile.UNREPAIRABLE)).isEqualTo(1);
    assertThat(gallery.findings.getLast().detail()).contains("--max-repairs");
    assertThat(gallery.apply().count(Pile.REPAIRED)).isEqualTo(1);
  }

  @Test
  void aRepairThatTheStoreDidNotTakeIsDoneByTheNextRun() {
    VersionId id = gallery.published("ann");
    gallery.store.delete(gallery.small(id));
    FailingStore failing = new FailingStore(gallery.store);
    failing.refusePuts(1);
    Reconciler reconciler = gallery.reconciler(failing, Gallery.AT_ONCE);

    GcReport first = reconciler.run(reconciler.plan(true), gallery.listener);
    assertThat(first.count(Pile.UNREPAIRABLE)).isEqualTo(1);
    assertThat(first.hasProblems()).isTrue();

    assertThat(gallery.apply().count(Pile.REPAIRED)).isEqualTo(1);
    gallery.assertWhole();
  }

  @Test
  void anObjectThatComesBackDuringItsRepairKeepsItsRecord() {
    VersionId id = gallery.published("ann");
    StoredObject before = gallery.recorded(id, "64.jpg");
    byte[] original;
    try (var object = gallery.store.require(gallery.small(id))) {
      original = object.readAll(10_000);
    }
    gallery.store.delete(gallery.small(id));
    FailingStore failing = new FailingStore(gallery.store);
    failing.beforePut(
        () ->
            gallery.store.put(
                new NewObject(
                    gallery.small(id), original, ObjectMetadata.immutable("image/jpeg"))));
    Reconciler reconciler = gallery.reconciler(failing, Gallery.AT_ONCE);

    GcReport report = reconciler.run(reconciler.plan(true), gallery.listener);

    assertThat(report.hasProblems()).isFalse();
    assertThat(gallery.recorded(id, "64.jpg")).isEqualTo(before);
    gallery.assertWhole();
  }

  @Test
  void aMissingMasterIsListedAndWhatNeedsItTooAndNothingIsTouched() {
    VersionId id = gallery.published("ann");
    gallery.store.delete(gallery.master(id));
    gallery.store.delete(gallery.small(id));

    GcReport report = gallery.apply();

    assertThat(report.count(Pile.MISSING)).isEqualTo(2);
    assertThat(report.count(Pile.UNREPAIRABLE)).isEqualTo(2);
    assertThat(report.hasProblems()).isTrue();
    assertThat(gallery.findings)
        .filteredOn(finding -> finding.what() == Pile.UNREPAIRABLE)
        .extracting(Finding::detail)
        .containsExactlyInAnyOrder(
            "a master cannot be made again", "its master is missing or damaged");
  }

  @Test
  void anObjectOfAnotherLengthIsListedAndNotOverwritten() {
    VersionId id = gallery.published("ann");
    gallery.replace(gallery.small(id), "short");

    GcReport report = gallery.apply();

    assertThat(report.count(Pile.WRONG_LENGTH)).isEqualTo(1);
    assertThat(report.count(Pile.UNREPAIRABLE)).isEqualTo(1);
    try (var object = gallery.store.require(gallery.small(id))) {
      assertThat(object.readAll(100)).asString(StandardCharsets.UTF_8).isEqualTo("short");
    }
    gallery.store.delete(gallery.small(id));
    assertThat(gallery.apply().count(Pile.REPAIRED)).as("once it was taken away").isEqualTo(1);
    gallery.assertWhole();
  }

  @Test
  void otherBytesOfTheSameLengthAreFoundByADeepRunOnly() {
    VersionId id = gallery.published("ann");
    int length = (int) gallery.recorded(id, "64.jpg").bytes();
    gallery.replace(gallery.small(id), "x".repeat(length));

    assertThat(gallery.dry().hasProblems()).isFalse();
    GcReport report = gallery.deep(false);

    assertThat(report.count(Pile.WRONG_BYTES)).isEqualTo(1);
    assertThat(report.count(Pile.READ)).isEqualTo(2);
    assertThat(report.hasProblems()).isTrue();
  }
}
