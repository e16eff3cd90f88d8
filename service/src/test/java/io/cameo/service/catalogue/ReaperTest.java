package io.cameo.service.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.storage.StorageUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** The clean-up with many versions, on stores that are slow, away, or refuse single objects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReaperTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  /** A store that notes its requests and can refuse. */
  private static final class Requests implements Reaper.ObjectDeletion {
    private final List<List<String>> all = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private boolean away;
    private boolean silent;

    @Override
    public synchronized void delete(List<String> keys) {
      all.add(List.copyOf(keys));
      if (silent) {
        throw new StorageUnavailableException("no answer", new TimeoutException("no answer"));
      }
      if (away || keys.stream().anyMatch(key -> refused.stream().anyMatch(key::contains))) {
        throw new IllegalStateException("not deleted");
      }
    }

    synchronized int count() {
      return all.size();
    }
  }

  private TestDatabase database;
  private Requests store;
  private Reaper reaper;

  @BeforeAll
  void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database
        .sql()
        .sql("truncate subject, version, idempotency, audit, erasure, reap_failure")
        .update();
    store = new Requests();
    reaper = reaper(store);
  }

  private Reaper reaper(Reaper.ObjectDeletion deletion) {
    return new Reaper(
        database.sql(),
        database.transaction(),
        JsonMapper.builder().build(),
        deletion,
        CdnNotes.OFF);
  }

  /** Versions that are due, the first of them longest; each has some objects. */
  private void due(int versions, int objects) {
    database
        .sql()
        .sql(
            """
            insert into version (id, subject, state, change_order, source_type, source_width,
              source_height, source_bytes, source_sha256, crop, thumbhash, color, objects,
              retired_at, delete_after)
            select gen_random_uuid(), 's' || i, 'RETIRED', i, 'image/jpeg', 4, 3, 100,
              decode(repeat('ab', 32), 'hex'), '', '\\x01', '#112233',
              (select jsonb_agg(jsonb_build_object('name', j || '.jpg', 'size', j, 'bytes', 10,
                'sha256', repeat('00', 32))) from generate_series(1, :objects) j),
              now() - interval '8 days', now() - make_interval(hours => 1, secs => :n - i)
            from generate_series(1, :n) i
            """)
        .param("n", versions)
        .param("objects", objects)
        .update();
  }

  private int rows(String table) {
    return database.sql().sql("select count(*) from " + table).query(Integer.class).single();
  }

  private String idOf(String subject) {
    return database
        .sql()
        .sql("select replace(id::text, '-', '') from version where subject = ?")
        .param(subject)
        .query(String.class)
        .single();
  }

  @Test
  void deletesTheObjectsOfManyVersionsInOneRequestOfAtMostAThousand() {
    due(250, 17);

    Reaper.Report report = reaper.reap();

    assertThat(report).isEqualTo(new Reaper.Report(0, 250, 4_250, 0));
    assertThat(rows("version")).isZero();
    assertThat(store.all).allSatisfy(keys -> assertThat(keys).hasSizeBetween(1, 1_000));
    assertThat(store.count()).isLessThanOrEqualTo(6);
  }

  @Test
  void aVersionWithMoreObjectsThanARequestHoldsIsDeletedAllTheSame() {
    due(1, 1_001);

    assertThat(reaper.reap().versions()).isEqualTo(1);
  }

  @Test
  void versionsThatCannotBeDeletedDoNotBlockThoseBehindThem() {
    due(230, 2);
    // More of them than a batch has places, and all at the head.
    for (int i = 1; i <= 120; i++) {
      if (i % 3 != 0) {
        store.refused.add(idOf("s" + i));
      }
    }

    Reaper.Report report = reaper.reap();

    assertThat(report.versions()).isEqualTo(150);
    assertThat(report.failed()).isEqualTo(80);
    assertThat(rows("version")).isEqualTo(80);
    assertThat(rows("reap_failure")).isEqualTo(80);
  }

  @Test
  void evenAHundredOfThemInARowAreBehindUsAfterAsManyRuns() {
    due(110, 1);
    for (int i = 1; i <= 100; i++) {
      store.refused.add(idOf("s" + i));
    }
    int runs = 0;
    do {
      reaper.reap();
      // The pauses are over each time: it is not they that let the others pass.
      database.sql().sql("update reap_failure set retry_at = now() - interval '1 second'").update();
    } while (rows("version") > 100 && ++runs < 50);

    assertThat(rows("version")).isEqualTo(100);
  }

  @Test
  void whatFailedIsTriedAgainAfterAPauseAndThenForgotten() {
    due(1, 2);
    store.refused.add(idOf("s1"));
    reaper.reap();
    int requests = store.count();

    assertThat(reaper.reap()).isEqualTo(new Reaper.Report(0, 0, 0, 0));
    assertThat(store.count()).isEqualTo(requests);

    store.refused.clear();
    database.sql().sql("update reap_failure set retry_at = now() - interval '1 second'").update();
    assertThat(reaper.reap().versions()).isEqualTo(1);
    assertThat(rows("reap_failure")).isZero();
  }

  @Test
  void thePauseGrowsToTenMinutesAndNoFurther() {
    due(1, 2);
    store.refused.add(idOf("s1"));
    List<Integer> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      reaper.reap();
      pauses.add(
          database
              .sql()
              .sql("select round(extract(epoch from retry_at - now()) / 60) from reap_failure")
              .query(Integer.class)
              .single());
      database.sql().sql("update reap_failure set retry_at = now() - interval '1 second'").update();
    }

    assertThat(pauses).containsExactly(1, 2, 4, 8, 10, 10, 10);
  }

  @Test
  void i7WhatMetASilentStoreIsTriedAgainSoonHoweverOftenThatHappens() {
    due(2, 1);
    store.silent = true;
    for (int outage = 0; outage < 6; outage++) {
      assertThat(reaper.reap().failed()).isEqualTo(2);
      assertThat(pauses("failures = 0 and retry_at <= now() + interval '5 seconds'")).isEqualTo(2);
      database.sql().sql("update reap_failure set retry_at = now() - interval '1 second'").update();
    }

    store.silent = false;
    store.refused.add(idOf("s1"));
    assertThat(reaper.reap().versions()).isEqualTo(1);
    assertThat(pauses("failures = 1 and retry_at > now() + interval '50 seconds'")).isEqualTo(1);
  }

  private int pauses(String which) {
    return database
        .sql()
        .sql("select count(*) from reap_failure where " + which)
        .query(Integer.class)
        .single();
  }

  @Test
  void aStoreThatIsAwayCostsAFewRequestsAndNoVersion() {
    due(300, 2);
    store.away = true;

    Reaper.Report report = reaper.reap();

    assertThat(report).isEqualTo(new Reaper.Report(0, 0, 0, 3));
    assertThat(store.count()).isLessThanOrEqualTo(4);
    assertThat(rows("version")).isEqualTo(300);
  }

  @Test
  void aNodeThatShutsDownLeavesTheRestToTheNextRun() {
    due(300, 2);
    AtomicInteger asked = new AtomicInteger();

    Reaper.Report first = reaper.reap(() -> asked.incrementAndGet() <= 2);

    assertThat(first.versions()).isBetween(1, 299);
    assertThat(reaper.reap().versions()).isEqualTo(300 - first.versions());
  }

  @Test
  void aSecondReaperTakesOtherVersionsWhileASlowStoreHoldsTheFirst() throws Exception {
    due(150, 2);
    CountDownLatch inStore = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Reaper slow =
        reaper(
            keys -> {
              inStore.countDown();
              try {
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException ended) {
                throw new IllegalStateException(ended);
              }
            });
    AtomicReference<Reaper.Report> ofSlow = new AtomicReference<>();
    Thread other = Thread.ofPlatform().start(() -> ofSlow.set(slow.reap()));
    assertThat(inStore.await(30, TimeUnit.SECONDS)).isTrue();

    Reaper.Report quick = reaper.reap();
    goOn.countDown();
    other.join(TimeUnit.SECONDS.toMillis(30));

    assertThat(quick.versions()).isEqualTo(50);
    assertThat(ofSlow.get().versions()).isEqualTo(100);
    assertThat(rows("version")).isZero();
  }

  @Test
  void forgetsOldKeysAndSubjectsWithoutPictureButNotThoseInTheirGraceTime() {
    due(1, 1);
    database
        .sql()
        .sql(
            """
            insert into subject (subject, changed_order, updated_at)
            select 's' || i, i, now() - interval '2 days' from generate_series(1, 2500) i
            """)
        .update();
    database
        .sql()
        .sql(
            """
            insert into idempotency (scope, request_sha256, version, status, created_at)
            select sha256(i::text::bytea), sha256('x'), gen_random_uuid(), 201,
              now() - interval '2 days' from generate_series(1, 2500) i
            """)
        .update();
    database.sql().sql("update version set delete_after = now() + interval '5 days'").update();

    reaper.reap();

    assertThat(rows("subject")).isEqualTo(1);
    assertThat(rows("idempotency")).isZero();
  }

  @Test
  void metricsSayHowMuchIsDueSinceWhenAndWhatFails() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    AtomicReference<Instant> now = new AtomicReference<>(START);
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now.get();
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    ReaperMetrics metrics = new ReaperMetrics(database.sql(), registry, clock);
    due(5, 2);
    store.refused.add(idOf("s3"));

    assertThat(registry.get("cameo.reaper.due").gauge().value()).isEqualTo(5);
    assertThat(registry.get("cameo.reaper.oldest.seconds").gauge().value())
        .isBetween(3_604.0, 3_664.0);

    metrics.count(reaper.reap());
    assertThat(registry.get("cameo.reaper.due").gauge().value()).as("still believed").isEqualTo(5);
    now.set(START.plus(ReaperMetrics.BELIEF).plus(Duration.ofSeconds(1)));
    assertThat(registry.get("cameo.reaper.due").gauge().value()).isEqualTo(1);
    assertThat(registry.get("cameo.reaper.deferred").gauge().value()).isEqualTo(1);
    assertThat(registry.get("cameo.reaper.versions").tag("outcome", "gone").counter().count())
        .isEqualTo(4);
    assertThat(registry.get("cameo.reaper.versions").tag("outcome", "failed").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("cameo.reaper.objects").counter().count()).isEqualTo(8);
  }
}
