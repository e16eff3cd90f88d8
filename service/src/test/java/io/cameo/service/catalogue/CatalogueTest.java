package io.cameo.service.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** The state machine on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueTest {

  private static final Actor ACTOR =
      new Actor("admin", Optional.of("192.0.2.1"), Optional.of("request-1"));

  private final JsonMapper json = JsonMapper.builder().build();
  private final Collection<String> deleted = new ConcurrentLinkedQueue<>();
  private final Collection<String> announced = new ConcurrentLinkedQueue<>();
  private TestDatabase database;
  private Catalogue catalogue;
  private VersionChanges changes;
  private Reaper reaper;

  @BeforeAll
  void open() {
    database = TestDatabase.open();
    catalogue = new Catalogue(database.sql(), new VersionRows(json));
    ChangeBus bus = new ChangeBus();
    bus.subscribe(
        new ChangeFeed.Listener() {
          @Override
          public void connected() {}

          @Override
          public void lost() {}

          @Override
          public void changed(String announcement) {
            announced.add(announcement);
          }
        });
    changes =
        new VersionChanges(
            database.sql(),
            database.transaction(),
            json,
            new AuditTrail(database.sql()),
            new CatalogueSettings(
                Duration.ofDays(7), Duration.ofMinutes(10), Duration.ofSeconds(30)),
            bus,
            Outboxes.NONE);
    reaper =
        new Reaper(
            database.sql(),
            database.transaction(),
            json,
            keys -> {
              if (keys.stream().anyMatch(key -> key.endsWith("stuck.jpg"))) {
                throw new IllegalStateException("the store is away");
              }
              deleted.addAll(keys);
            },
            CdnNotes.OFF);
  }

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.sql().sql("truncate subject, version, idempotency, audit, erasure").update();
    deleted.clear();
    announced.clear();
  }

  private Intent intent(String subject, long order, String... objects) {
    List<StoredObject> stored = new ArrayList<>();
    for (String name : objects.length == 0 ? new String[] {"64.jpg", "master.jpg"} : objects) {
      stored.add(new StoredObject(name, 64, 10, "00".repeat(32)));
    }
    return new Intent(
        VersionId.random(),
        subject,
        order,
        new Version.Source("image/jpeg", 40, 30, 1000, "ab".repeat(32), "1,2,3,0"),
        new Version.Look("AQID", "#112233"),
        stored,
        Optional.empty());
  }

  private long order() {
    return catalogue.admit("ann", Optional.empty()).order();
  }

  private Intent published(String subject) {
    Intent intent = intent(subject, order());
    changes.intend(intent);
    assertThat(changes.publish(intent, Optional.empty(), ACTOR)).isEqualTo(Published.DONE);
    return intent;
  }

  private VersionState stateOf(Intent intent) {
    return catalogue.version(intent.id()).orElseThrow().state();
  }

  private void age(Intent intent) {
    database
        .sql()
        .sql("update version set delete_after = now() - interval '1 second' where id = ?")
        .param(intent.id().value())
        .update();
  }

  @Test
  void readsBackWhatWasIntended() {
    Intent intent = published("ann");

    Version current = catalogue.current("ann").orElseThrow();

    assertThat(current.id()).isEqualTo(intent.id());
    assertThat(current.state()).isEqualTo(VersionState.LIVE);
    assertThat(current.source()).isEqualTo(intent.source());
    assertThat(current.look()).isEqualTo(intent.look());
    assertThat(current.objects()).containsExactlyInAnyOrderElementsOf(intent.objects());
    assertThat(announced).contains("subject ann");
  }

  @Test
  void knowsWithoutReadingBackWhatAnIntentBecomes() {
    Intent intent = intent("ann", order());
    Instant recorded = changes.intend(intent);
    changes.publish(intent, Optional.empty(), ACTOR);

    assertThat(intent.published(recorded))
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(catalogue.current("ann").orElseThrow());
  }

  @Test
  void showsNothingBeforeItIsPublished() {
    Intent intent = intent("ann", order());
    changes.intend(intent);

    assertThat(catalogue.current("ann")).isEmpty();
    assertThat(catalogue.version(intent.id()).orElseThrow().isShown()).isFalse();
    assertThat(catalogue.history("ann")).isEmpty();
  }

  @Test
  void retiresThePictureThatIsReplaced() {
    Intent first = published("ann");
    Intent second = published("ann");

    assertThat(catalogue.current("ann").orElseThrow().id()).isEqualTo(second.id());
    assertThat(stateOf(first)).isEqualTo(VersionState.RETIRED);
    assertThat(catalogue.version(first.id()).orElseThrow().isShown()).isTrue();
    assertThat(catalogue.history("ann"))
        .extracting(Version::id)
        .containsExactly(second.id(), first.id());
  }

  @Test
  void i4AnUploadThatIsLateDoesNotReplaceANewerOne() {
    Intent late = intent("ann", order());
    changes.intend(late);
    Intent newer = published("ann");

    assertThat(changes.publish(late, Optional.empty(), ACTOR)).isEqualTo(Published.SUPERSEDED);
    assertThat(catalogue.current("ann").orElseThrow().id()).isEqualTo(newer.id());
    assertThat(stateOf(late)).isEqualTo(VersionState.PENDING);
  }

  @Test
  void i8AnUploadThatBeganBeforeADeletionDoesNotUndoIt() {
    Intent late = intent("ann", order());
    changes.intend(late);
    changes.delete("ann", ACTOR);

    assertThat(changes.publish(late, Optional.empty(), ACTOR)).isEqualTo(Published.SUPERSEDED);
    assertThat(catalogue.current("ann")).isEmpty();
  }

  @Test
  void i8AnUploadThatBeganBeforeAnErasureDoesNotUndoIt() {
    Intent late = intent("ann", order());
    changes.intend(late);
    changes.erase("ann", ACTOR);

    assertThat(changes.publish(late, Optional.empty(), ACTOR)).isEqualTo(Published.SUPERSEDED);
    assertThat(catalogue.current("ann")).isEmpty();
  }

  @Test
  void i11RemembersWhatAnIdempotencyKeyCameToAndGivesItToOneOnly() {
    byte[] scope = IdempotencyScope.of("ann", "key-1");
    VersionChanges.Remembered key = new VersionChanges.Remembered(scope, "cd".repeat(32), 201);
    Intent first = intent("ann", order());
    Intent second = intent("ann", order());
    changes.intend(first);
    changes.intend(second);

    assertThat(changes.publish(first, Optional.of(key), ACTOR)).isEqualTo(Published.DONE);
    assertThat(changes.publish(second, Optional.of(key), ACTOR)).isEqualTo(Published.KEY_TAKEN);

    assertThat(catalogue.admit("ann", Optional.of(scope)).done())
        .contains(new Admission.Done("cd".repeat(32), first.id(), 201));
    assertThat(catalogue.current("ann").orElseThrow().id()).isEqualTo(first.id());
    assertThat(catalogue.admit("bob", Optional.of(IdempotencyScope.of("bob", "key-1"))).done())
        .isEmpty();
  }

  @Test
  void revertGoesBackStepByStepAndDeletionCanBeUndone() {
    Intent first = published("ann");
    Intent second = published("ann");
    Intent third = published("ann");

    assertThat(changes.revert("ann", Optional.empty(), ACTOR).orElseThrow().id())
        .isEqualTo(second.id());
    assertThat(changes.revert("ann", Optional.empty(), ACTOR).orElseThrow().id())
        .isEqualTo(first.id());
    assertThat(changes.revert("ann", Optional.empty(), ACTOR)).isEmpty();
    assertThat(changes.revert("ann", Optional.of(third.id()), ACTOR).orElseThrow().id())
        .isEqualTo(third.id());

    changes.delete("ann", ACTOR);
    assertThat(catalogue.current("ann")).isEmpty();
    assertThat(catalogue.version(third.id()).orElseThrow().isShown()).isFalse();
    assertThat(catalogue.version(first.id()).orElseThrow().isShown()).isFalse();
    assertThat(changes.revert("ann", Optional.empty(), ACTOR).orElseThrow().id())
        .isEqualTo(third.id());
    assertThat(catalogue.version(third.id()).orElseThrow().isShown()).isTrue();
  }

  @Test
  void revertNeverGoesToAPictureWhoseGraceIsOver() {
    Intent first = published("ann");
    published("ann");
    age(first);

    assertThat(changes.revert("ann", Optional.empty(), ACTOR)).isEmpty();
    assertThat(changes.revert("ann", Optional.of(first.id()), ACTOR)).isEmpty();
  }

  @Test
  void revertNeverGoesToAnotherSubjectsPicture() {
    published("ann");
    Intent other = published("bob");

    assertThat(changes.revert("ann", Optional.of(other.id()), ACTOR)).isEmpty();
  }

  @Test
  void i9ErasureEndsEveryVersionAndTakesTheNameOutOfTheAudit() {
    Intent first = published("ann");
    Intent second = published("ann");

    VersionChanges.Erasure erasure = changes.erase("ann", ACTOR);

    assertThat(erasure.versions()).isEqualTo(2);
    assertThat(erasure.objects()).isEqualTo(4);
    assertThat(stateOf(first)).isEqualTo(VersionState.TOMBSTONED);
    assertThat(stateOf(second)).isEqualTo(VersionState.TOMBSTONED);
    assertThat(changes.revert("ann", Optional.empty(), ACTOR)).isEmpty();
    assertThat(
            database
                .sql()
                .sql("select count(*) from audit where subject = 'ann'")
                .query(Integer.class)
                .single())
        .isZero();

    reaper.reap();
    assertThat(deleted).hasSize(4);
    assertThat(catalogue.version(first.id())).isEmpty();
  }

  @Test
  void i6TheReaperTakesOnlyWhatIsDueAndNothingThatIsLive() {
    Intent kept = published("ann");
    Intent retired = published("bob");
    Intent current = published("bob");
    Intent pending = intent("cy", order());
    changes.intend(pending);
    age(retired);

    Reaper.Report report = reaper.reap();

    assertThat(report.versions()).isEqualTo(1);
    assertThat(deleted)
        .containsExactlyInAnyOrder(
            retired.id().keyPrefix() + "64.jpg", retired.id().keyPrefix() + "master.jpg");
    assertThat(catalogue.version(retired.id())).isEmpty();
    assertThat(stateOf(kept)).isEqualTo(VersionState.LIVE);
    assertThat(stateOf(current)).isEqualTo(VersionState.LIVE);
    assertThat(stateOf(pending)).isEqualTo(VersionState.PENDING);
  }

  @Test
  void i7AnAbandonedUploadExpiresAndItsObjectsGo() {
    Intent abandoned = intent("ann", order());
    changes.intend(abandoned);
    age(abandoned);

    assertThat(changes.publish(abandoned, Optional.empty(), ACTOR)).isEqualTo(Published.EXPIRED);
    Reaper.Report report = reaper.reap();

    assertThat(report.expired()).isEqualTo(1);
    assertThat(report.objects()).isEqualTo(2);
    assertThat(catalogue.version(abandoned.id())).isEmpty();
    assertThat(reaper.reap()).isEqualTo(new Reaper.Report(0, 0, 0, 0));
  }

  @Test
  void aStoreThatIsAwayCostsTheReaperOnlyThatVersion() {
    Intent stuck = intent("ann", order(), "stuck.jpg");
    changes.intend(stuck);
    Intent fine = intent("bob", order());
    changes.intend(fine);
    age(stuck);
    age(fine);

    Reaper.Report report = reaper.reap();

    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.versions()).isEqualTo(1);
    assertThat(stateOf(stuck)).isEqualTo(VersionState.EXPIRED);
  }

  @Test
  void theReaperClearsMoreThanOneBatch() {
    for (int i = 0; i < 120; i++) {
      Intent intent = intent("subject-" + i, order(), "64.jpg");
      changes.intend(intent);
    }
    database.sql().sql("update version set delete_after = now() - interval '1 hour'").update();

    assertThat(reaper.reap().versions()).isEqualTo(120);
    assertThat(deleted).hasSize(120);
  }

  @Test
  void concurrentChangesOfOneSubjectLeaveOneLivePictureAndTheHighestOrderWins()
      throws InterruptedException {
    try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 60; i++) {
        int turn = i;
        callers.submit(
            () -> {
              switch (turn % 6) {
                case 4 -> changes.delete("ann", ACTOR);
                case 5 -> changes.revert("ann", Optional.empty(), ACTOR);
                default -> {
                  Intent intent = intent("ann", order());
                  changes.intend(intent);
                  changes.publish(intent, Optional.empty(), ACTOR);
                }
              }
            });
      }
      callers.shutdown();
      assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
    Intent last = published("ann");

    assertThat(
            database
                .sql()
                .sql("select count(*) from version where state = 'LIVE'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(catalogue.current("ann").orElseThrow().id()).isEqualTo(last.id());
    assertThat(
            database
                .sql()
                .sql(
                    """
                    select count(*) from subject s join version v on v.id = s.current_version
                    where v.state = 'LIVE'
                    """)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }
}
