package io.cameo.service.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.TestDatabase;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What may be stored for a subject, on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotaTest {

  private static final Actor ADMIN = new Actor("admin", Optional.empty(), Optional.empty());

  private TestDatabase database;
  private TestCatalogue node;

  @BeforeAll
  void open() {
    database = TestDatabase.open();
    node = TestCatalogue.on(database.dataSource(), objects -> {});
  }

  @AfterAll
  void close() {
    database.close();
  }

  private Intent intent(String subject, long bytes) {
    String sha256 = "00".repeat(32);
    return new Intent(
        VersionId.random(),
        subject,
        node.catalogue().admit(subject, Optional.empty()).order(),
        new Version.Source("image/jpeg", 10, 10, 100, sha256, ""),
        new Version.Look(Base64.getEncoder().encodeToString(new byte[20]), "#000000"),
        List.of(
            new StoredObject("64.jpg", 64, bytes - 1, sha256),
            new StoredObject("32.jpg", 32, 1, sha256)),
        Optional.empty());
  }

  private long stored(String subject) {
    return database
        .sql()
        .sql(
            """
            select coalesce(sum((o ->> 'bytes')::bigint), 0)
            from version v, jsonb_array_elements(v.objects) o
            where v.subject = ? and v.state in ('PENDING', 'LIVE', 'RETIRED')
            """)
        .param(subject)
        .query(Long.class)
        .single();
  }

  /** Rows whose number is not the sum of what they name. */
  private List<String> wrongNumbers() {
    return database
        .sql()
        .sql(
            """
            select v.id || ' ' || v.state || ' ' || coalesce(v.stored_bytes::text, 'none')
            from version v
            where v.stored_bytes is distinct from (
              select coalesce(sum((o ->> 'bytes')::bigint), 0)
              from jsonb_array_elements(v.objects) o)
            """)
        .query(String.class)
        .list();
  }

  private boolean hasRoom(String subject, long bytes, long quota) {
    return database
        .sql()
        .sql("select subject_has_room(?, ?, ?)")
        .params(subject, bytes, quota)
        .query(Boolean.class)
        .single();
  }

  private void assertRoomIsWhatIsLeft(String subject, long quota) {
    long left = quota - stored(subject);
    assertThat(hasRoom(subject, left, quota)).as(subject + " has " + left).isTrue();
    assertThat(hasRoom(subject, left + 1, quota)).as(subject + " has " + left).isFalse();
  }

  @Test
  void i12TheNumbersThatAreKeptAreThoseOfTheObjectsThroughEveryChange() {
    CatalogueScenario.play(node, "numbers");
    Intent first = intent("kim", 400);
    node.changes().intend(first, 1_000);
    node.changes().publish(first, Optional.empty(), ADMIN);
    StoredObject before = first.objects().getFirst();
    StoredObject made =
        new StoredObject(before.name(), before.size(), before.bytes() + 77, before.sha256());
    ObjectRecords records =
        new ObjectRecords(
            database.sql(),
            database.transaction(),
            tools.jackson.databind.json.JsonMapper.shared());
    assertThat(records.change(first.id(), before, made, () -> true)).isTrue();

    assertThat(wrongNumbers()).isEmpty();
    assertThat(stored("kim")).isEqualTo(477);
    for (String subject : List.of("kim", "numbers-ann", "numbers-bob", "numbers-eve", "nobody")) {
      assertRoomIsWhatIsLeft(subject, 1_000_000);
    }
  }

  @Test
  void i12ARowFromBeforeTheNumberWasKeptCountsWithItsObjects() {
    Intent old = intent("lou", 300);
    node.changes().intend(old, 1_000);
    database
        .sql()
        .sql("update version set stored_bytes = null where id = ?")
        .param(old.id().value())
        .update();
    node.changes().intend(intent("lou", 400), 1_000);

    assertRoomIsWhatIsLeft("lou", 1_000);
    database
        .sql()
        .sql("update version set objects = objects where id = ?")
        .param(old.id().value())
        .update();
    assertThat(wrongNumbers()).isEmpty();
  }

  @Test
  void i12CountsWhatIsAnnouncedCurrentAndInItsGraceTime() {
    Intent first = intent("ann", 400);
    node.changes().intend(first, 1_000);
    node.changes().publish(first, Optional.empty(), ADMIN);
    Intent second = intent("ann", 400);
    node.changes().intend(second, 1_000);
    node.changes().publish(second, Optional.empty(), ADMIN);

    assertThatThrownBy(() -> node.changes().intend(intent("ann", 201), 1_000))
        .isInstanceOf(QuotaExceededException.class);
    node.changes().intend(intent("ann", 200), 1_000);
    assertThat(stored("ann")).isEqualTo(1_000);
    node.changes().intend(intent("bob", 1_000), 1_000);
  }

  @Test
  void i12WhatIsErasedMakesRoomAtOnce() {
    Intent first = intent("eve", 900);
    node.changes().intend(first, 1_000);
    node.changes().publish(first, Optional.empty(), ADMIN);
    node.changes().erase("eve", ADMIN);

    node.changes().intend(intent("eve", 900), 1_000);
    assertThat(stored("eve")).isEqualTo(900);
  }

  @Test
  void i12NoRaceStoresMoreThanTheQuota() throws InterruptedException {
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (ExecutorService uploads = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 60; i++) {
        Intent intent = intent("mob", 100);
        uploads.submit(
            () -> {
              try {
                node.changes().intend(intent, 1_000);
                taken.incrementAndGet();
              } catch (QuotaExceededException full) {
                refused.incrementAndGet();
              }
            });
      }
      uploads.shutdown();
      assertThat(uploads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(taken).hasValue(10);
    assertThat(refused).hasValue(50);
    assertThat(stored("mob")).isEqualTo(1_000);
  }

  @Test
  void withoutAQuotaEverythingIsTaken() {
    for (int i = 0; i < 20; i++) {
      node.changes().intend(intent("max", 1_000_000));
    }

    assertThat(stored("max")).isEqualTo(20_000_000);
  }
}
