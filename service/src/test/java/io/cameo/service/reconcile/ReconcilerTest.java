package io.cameo.service.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Published;
import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.StorageUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Both directions of the comparison on a real PostgreSQL and a real folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconcilerTest {

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

  private String rowsOfGc() {
    return gallery
        .database
        .sql()
        .sql("select (select count(*) from gc_run) || ' ' || (select count(*) from gc_suspect)")
        .query(String.class)
        .single();
  }

  @Test
  void findsNothingWhereAllIsWell() {
    for (int i = 0; i < 30; i++) {
      gallery.published("s" + i % 20);
    }

    GcReport report = gallery.dry();

    assertThat(report.hasProblems()).isFalse();
    assertThat(report.count(Pile.OBJECTS)).isEqualTo(90);
    assertThat(report.count(Pile.NAMED)).isEqualTo(90);
    assertThat(report.count(Pile.VERSIONS)).isEqualTo(30);
    assertThat(gallery.findings).isEmpty();
  }

  @Test
  void findsObjectsThatNoRowNamesWhereverTheyLie() {
    VersionId id = gallery.published("ann");
    Set<String> planted = new TreeSet<>();
    planted.add(gallery.plant("avatars/00000000000000000000000000000000/64.jpg"));
    planted.add(gallery.plant("avatars/ffffffffffffffffffffffffffffffff/64.jpg"));
    planted.add(gallery.plant(id.keyPrefix() + "000.jpg"));
    planted.add(gallery.plant(id.keyPrefix() + "zzz.jpg"));
    planted.add(gallery.plantOrphan());

    GcReport report = gallery.dry();

    assertThat(report.hasProblems()).isTrue();
    assertThat(report.count(Pile.ORPHANS)).isEqualTo(5);
    assertThat(report.count(Pile.NAMED)).isEqualTo(3);
    assertThat(gallery.findings).extracting(Finding::key).containsExactlyElementsOf(planted);
  }

  @Test
  void aDryRunChangesNothing() {
    VersionId id = gallery.published("ann");
    gallery.plantOrphan();
    gallery.store.delete(gallery.small(id));
    Set<String> before = gallery.keys();

    for (int i = 0; i < 3; i++) {
      GcReport report = gallery.dry();
      assertThat(report.count(Pile.ORPHANS)).isEqualTo(1);
      assertThat(report.count(Pile.QUARANTINED)).isEqualTo(1);
      assertThat(report.count(Pile.REPAIRABLE)).isEqualTo(1);
      assertThat(report.count(Pile.DELETED)).isZero();
    }

    assertThat(gallery.keys()).isEqualTo(before);
    assertThat(rowsOfGc()).isEqualTo("0 0");
  }

  @Test
  void anOrphanIsDeletedByALaterRunAndNotByTheOneThatSawItFirst() {
    VersionId id = gallery.published("ann");
    String orphan = gallery.plantOrphan();

    GcReport first = gallery.apply();
    assertThat(first.count(Pile.QUARANTINED)).isEqualTo(1);
    assertThat(first.count(Pile.DELETED)).isZero();
    assertThat(first.hasProblems()).isFalse();
    assertThat(gallery.keys()).contains(orphan);
    assertThat(gallery.dry().count(Pile.DUE)).as("what --yes would delete now").isEqualTo(1);

    GcReport second = gallery.apply();
    assertThat(second.count(Pile.DELETED)).isEqualTo(1);
    assertThat(gallery.keys())
        .doesNotContain(orphan)
        .contains(gallery.small(id), gallery.master(id));

    GcReport third = gallery.apply();
    assertThat(third.count(Pile.ORPHANS) + third.count(Pile.DELETED)).as("I17").isZero();
    assertThat(rowsOfGc()).isEqualTo("3 0");
    gallery.assertWhole();
  }

  @Test
  void theQuarantineIsCountedFromTheFirstSight() {
    gallery.published("ann");
    gallery.plantOrphan();
    ReconcileSettings week =
        new ReconcileSettings(Duration.ZERO, Duration.ofDays(7), 1_000_000, 100);

    gallery.run(week, true);
    assertThat(gallery.run(week, true).count(Pile.QUARANTINED)).isEqualTo(1);
    gallery
        .database
        .sql()
        .sql("update gc_suspect set first_seen = first_seen - interval '8 days'")
        .update();
    assertThat(gallery.run(week, true).count(Pile.DELETED)).isEqualTo(1);
  }

  @Test
  void anObjectThatWasWrittenAnewUnderItsKeyBeginsAnew() {
    gallery.published("ann");
    String orphan = gallery.plantOrphan();
    gallery.apply();
    gallery.replace(orphan, "put back from a backup");

    assertThat(gallery.apply().count(Pile.DELETED)).isZero();
    assertThat(gallery.keys()).contains(orphan);
    assertThat(gallery.apply().count(Pile.DELETED)).isEqualTo(1);
  }

  @Test
  void youngObjectsAreLeftAlone() {
    gallery.published("ann");
    String young = gallery.plantOrphan();
    ReconcileSettings guarded =
        new ReconcileSettings(Duration.ofHours(1), Duration.ZERO, 1_000_000, 100);

    for (int i = 0; i < 2; i++) {
      GcReport report = gallery.run(guarded, true);
      assertThat(report.count(Pile.YOUNG)).isEqualTo(1);
      assertThat(report.count(Pile.ORPHANS)).isZero();
    }
    assertThat(gallery.keys()).contains(young);
  }

  @Test
  void objectsOfUnfinishedExpiredAndErasedVersionsAreTheReapersBusiness() {
    Intent pending = gallery.intent("ann");
    gallery.catalogue.changes().intend(pending);
    gallery.write(pending);
    Intent withoutObjects = gallery.intent("bob");
    gallery.catalogue.changes().intend(withoutObjects);
    VersionId erased = gallery.published("cy");
    gallery.catalogue.changes().erase("cy", Gallery.ACTOR);
    gallery.store.delete(gallery.small(erased));

    gallery.apply();
    GcReport report = gallery.apply();

    assertThat(report.hasProblems()).isFalse();
    assertThat(gallery.findings).isEmpty();
    assertThat(gallery.keys()).hasSize(5);
    assertThat(
            gallery.catalogue.changes().publish(pending, java.util.Optional.empty(), Gallery.ACTOR))
        .isEqualTo(Published.DONE);
  }

  @Test
  void keysOfOthersAreReportedAndNeverTouched() {
    gallery.published("ann");
    Set<String> foreign =
        Set.of(
            gallery.plant("avatars/readme.txt"),
            gallery.plant("avatars/" + "0".repeat(32) + "/deeper/64.jpg"),
            gallery.plant("avatars/" + "0".repeat(31) + "/64.jpg"),
            gallery.plant("aaa"),
            gallery.plant("incoming/ticket-1"),
            gallery.plant("zzz/1/2/3"));

    for (int i = 0; i < 3; i++) {
      GcReport report = gallery.apply();
      assertThat(report.count(Pile.FOREIGN)).isEqualTo(foreign.size());
      assertThat(report.hasProblems()).isFalse();
    }
    assertThat(gallery.keys()).containsAll(foreign);
  }

  @Test
  void directUploadsOnTheirWayAreCountedAndLeftToTheirOwnCleanUp() {
    gallery.published("ann");
    String incoming = gallery.plant("incoming/" + "0123456789abcdef".repeat(2));

    for (int i = 0; i < 3; i++) {
      GcReport report = gallery.apply();
      assertThat(report.count(Pile.INCOMING)).isEqualTo(1);
      assertThat(report.count(Pile.FOREIGN)).isZero();
      assertThat(report.count(Pile.ORPHANS)).isZero();
    }
    assertThat(gallery.keys()).contains(incoming);
  }

  @Test
  void moreThanTheCapIsASurpriseAndNothingIsDeleted() {
    gallery.published("ann");
    for (int i = 0; i < 12; i++) {
      gallery.plantOrphan();
    }
    ReconcileSettings capped = new ReconcileSettings(Duration.ZERO, Duration.ZERO, 11, 100);
    gallery.run(capped, true);

    GcReport report = gallery.run(capped, true);

    assertThat(report.stopped().orElseThrow())
        .contains("12 orphans are due", "--max-deletions", "Nothing was deleted");
    assertThat(report.hasProblems()).isTrue();
    assertThat(gallery.keys()).hasSize(15);
    assertThat(gallery.apply().count(Pile.DELETED)).isEqualTo(12);
  }

  @Test
  void aLargeShareOfTheStoreIsASurprise() {
    for (int i = 0; i < 40; i++) {
      gallery.published("s" + i);
    }
    for (int i = 0; i < 100; i++) {
      gallery.plantOrphan();
    }
    ReconcileSettings capped = new ReconcileSettings(Duration.ZERO, Duration.ZERO, 1_000_000, 45);
    gallery.run(capped, true);

    assertThat(gallery.run(capped, true).stopped().orElseThrow())
        .contains("100 orphans are due, 45 % of all");
    assertThat(gallery.keys()).hasSize(220);
  }

  @Test
  void aDatabaseThatKnowsNothingOfTheStoreIsASurpriseHoweverSmall() {
    gallery.plantOrphan();
    ReconcileSettings capped = new ReconcileSettings(Duration.ZERO, Duration.ZERO, 1_000_000, 99);
    gallery.run(capped, true);

    assertThat(gallery.run(capped, true).stopped().orElseThrow()).contains("is it the right one?");
    assertThat(gallery.keys()).hasSize(1);
  }

  @Test
  void anOrphanThatIsNamedBeforeItsDeletionIsSpared() {
    VersionId id = gallery.published("ann");
    String claimed = gallery.plant(id.keyPrefix() + "96.jpg");
    gallery.apply();
    // The row comes to name it between the comparison and the deletion: at the save in between.
    gallery
        .database
        .sql()
        .sql(
            """
            create or replace function claim() returns trigger language plpgsql as $$
            begin
              if new.compared and not old.compared then
                update version set objects = objects ||
                  '[{"name":"96.jpg","size":96,"bytes":1,"sha256":"00"}]'::jsonb;
              end if;
              return new;
            end $$;
            create trigger claim before update on gc_run for each row execute function claim()
            """)
        .update();
    try {
      GcReport report = gallery.apply();
      assertThat(report.count(Pile.DUE)).isEqualTo(1);
      assertThat(report.count(Pile.SPARED)).isEqualTo(1);
      assertThat(report.count(Pile.DELETED)).isZero();
    } finally {
      gallery.database.sql().sql("drop function claim() cascade").update();
    }
    assertThat(gallery.keys()).contains(claimed);
  }

  @Test
  void aRunThatTheStoreEndedGoesOnWhereItWas() {
    manyVersions(2 * Reconciler.PAGE + 100);
    FailingStore failing = new FailingStore(gallery.store);
    failing.failListFrom(5);
    Reconciler reconciler = gallery.reconciler(failing, Gallery.AT_ONCE);
    assertThatThrownBy(() -> reconciler.run(reconciler.plan(true), gallery.listener))
        .isInstanceOf(StorageUnavailableException.class);
    FailingStore counting = new FailingStore(gallery.store);
    Reconciler again = gallery.reconciler(counting, Gallery.AT_ONCE);

    GcReport report = again.run(again.plan(true), gallery.listener);

    assertThat(report.resumed()).isTrue();
    assertThat(report.count(Pile.VERSIONS)).isEqualTo(2 * Reconciler.PAGE + 100);
    assertThat(report.count(Pile.OBJECTS)).isEqualTo(report.count(Pile.NAMED));
    assertThat(counting.lists()).as("what was listed is not listed again").isLessThan(6);
    assertThat(rowsOfGc()).isEqualTo("1 0");
  }

  /** Live versions of one object each, without the way of an upload. */
  private void manyVersions(int count) {
    gallery
        .database
        .sql()
        .sql(
            """
            insert into version (id, subject, state, change_order, source_type, source_width,
              source_height, source_bytes, source_sha256, crop, thumbhash, color, objects)
            select gen_random_uuid(), 's' || i, 'LIVE', i, 'image/jpeg', 4, 3, 100,
              decode(repeat('ab', 32), 'hex'), '', '\\x01', '#112233',
              '[{"name":"64.jpg","size":64,"bytes":1,"sha256":"00"}]'
            from generate_series(1, ?) i
            """)
        .param(count)
        .update();
    gallery.inventory.page(java.util.Optional.empty(), count).stream()
        .parallel()
        .forEach(
            version ->
                gallery.store.put(
                    new NewObject(
                        version.id().keyPrefix() + "64.jpg",
                        new byte[1],
                        ObjectMetadata.immutable("image/jpeg"))));
  }

  @Test
  void aRunThatWasKilledIsTakenOverOnceItsLeaseIsOver() {
    gallery.published("ann");
    String orphan = gallery.plantOrphan();
    gallery.apply();
    FailingStore dying = new FailingStore(gallery.store);
    dying.dieAtDelete();
    Reconciler reconciler = gallery.reconciler(dying, Gallery.AT_ONCE);
    assertThatThrownBy(() -> reconciler.run(reconciler.plan(true), gallery.listener))
        .isInstanceOf(FailingStore.Killed.class);
    assertThat(gallery.keys())
        .as("the objects were gone before the row was")
        .doesNotContain(orphan);

    assertThatThrownBy(gallery::apply)
        .isInstanceOf(GcBusyException.class)
        .hasMessageContaining("run gc again then");
    gallery
        .database
        .sql()
        .sql("update gc_run set lease_until = now() where finished_at is null")
        .update();
    GcReport report = gallery.apply();

    assertThat(report.resumed()).isTrue();
    assertThat(report.count(Pile.DELETED)).isEqualTo(1);
    assertThat(report.hasProblems()).isFalse();
    assertThat(gallery.apply().count(Pile.ORPHANS)).isZero();
  }

  @Test
  void aStoreThatDoesNotDeleteStopsTheRunAndKeepsTheMarks() {
    gallery.published("ann");
    for (int i = 0; i < 3; i++) {
      gallery.plantOrphan();
    }
    gallery.apply();
    FailingStore failing = new FailingStore(gallery.store);
    failing.refuseDeletes();
    Reconciler reconciler = gallery.reconciler(failing, Gallery.AT_ONCE);

    GcReport report = reconciler.run(reconciler.plan(true), gallery.listener);

    assertThat(report.count(Pile.UNDELETED)).isEqualTo(3);
    assertThat(report.hasProblems()).isTrue();
    assertThat(gallery.apply().count(Pile.DELETED)).isEqualTo(3);
  }
}
