package io.cameo.service.takedown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.CdnNotes;
import io.cameo.service.catalogue.ErasureRecords;
import io.cameo.service.catalogue.Identities;
import io.cameo.service.catalogue.InfectedVersions;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Outboxes;
import io.cameo.service.catalogue.Published;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.cdn.Probe;
import io.cameo.service.cdn.Stale;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.takedown.PurgeOutbox.Outstanding;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What becomes of changes at a CDN, on a real database. */
@Timeout(120)
class TakedownsTest {

  private static final Actor ACTOR = TestPictures.ACTOR;
  private static final CatalogueSettings LIFE =
      new CatalogueSettings(Duration.ofDays(7), Duration.ofMinutes(10), Duration.ofSeconds(30));
  private static final CdnNotes NOTES = new CdnNotes(true);
  private static final String HASH = "cd".repeat(32);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ChangeBus bus = new ChangeBus();
  private final List<AutoCloseable> open = new ArrayList<>();
  private static TestDatabase database;
  private TestCatalogue catalogue;
  private TestPictures pictures;
  private Identities identities;
  private PurgeOutbox outbox;
  private Edge edge;
  private volatile boolean allDrawn;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    database
        .sql()
        .sql("truncate cdn_purge, cdn_proof, version, subject, identity, erasure, audit")
        .update();
    outbox = new PurgeOutbox(database.sql());
    catalogue = node(new Outboxes(List.of(), NOTES));
    DiskStore store = DiskStore.open(folder, new DiskStoreOptions(0));
    pictures = new TestPictures(catalogue, store, List.of("64.jpg", "256.jpg", "master.jpg"));
    identities = TestCatalogue.identities(database.dataSource(), bus, NOTES);
    edge = new Edge(catalogue.catalogue());
    open.addAll(List.of(edge, store));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private TestCatalogue node(Outboxes outboxes) {
    return TestCatalogue.on(database.dataSource(), objects -> {}, bus, LIFE, outboxes);
  }

  /** A node that works; with a deadline that everything misses. */
  private Takedowns start() {
    TakedownMetrics told =
        new TakedownMetrics(outbox, Duration.ofMillis(1), metrics, Clock.systemUTC());
    Probe probe = new Probe(edge.address());
    CdnSettings settings =
        new CdnSettings(
            Optional.of(edge.address()),
            CdnSettings.Way.BAN,
            CdnSettings.OFF.access(),
            Duration.ofMillis(1),
            List.of(256, 64));
    Takedowns takedowns =
        new Takedowns(
            outbox,
            edge,
            new Proof(
                catalogue.catalogue(), identities, probe, settings, false, () -> allDrawn, told),
            told);
    bus.subscribe(takedowns);
    takedowns.start();
    open.addFirst(takedowns::stop);
    open.add(1, probe);
    return takedowns;
  }

  private Map<String, Object> row(String subject) {
    return database
        .sql()
        .sql("select * from cdn_purge where subject = ?")
        .param(subject)
        .query()
        .listOfRows()
        .stream()
        .findFirst()
        .orElse(Map.of());
  }

  private void awaitProof(String subject) {
    await().atMost(Duration.ofSeconds(60)).until(() -> row(subject).get("proven_at") != null);
  }

  private long rows() {
    return database.sql().sql("select count(*) from cdn_purge").query(Long.class).single();
  }

  /** All that is due, as another node would take it. */
  private List<Outstanding> taken() {
    return outbox.take(100);
  }

  private Stale stale(String subject) {
    return taken().stream()
        .map(Outstanding::stale)
        .filter(one -> one.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  private double metric(String name) {
    return metrics.get(name).gauge().value();
  }

  @Test
  void d4WhatTheEdgeShowsIsCurrentAfterEveryChangeAndProven() {
    VersionId first = pictures.published("ann");
    assertThat(edge.shows("/u/ann", Probe.ACCEPTS.getFirst()))
        .get()
        .asString()
        .contains("" + first);
    edge.shows("/a/" + first + "/64.jpg", "*/*");
    start();
    awaitProof("ann");

    VersionId second = pictures.published("ann");
    awaitProof("ann");
    assertThat(edge.shows("/u/ann", Probe.ACCEPTS.getFirst()))
        .get()
        .asString()
        .contains("" + second);

    catalogue.changes().delete("ann", ACTOR);
    awaitProof("ann");
    assertThat(edge.shows("/a/" + first + "/64.jpg", "*/*")).isEmpty();
    assertThat(edge.shows("/u/ann.jpg", "*/*")).hasValue("\"drawn-face\"");
    assertThat(row("ann").get("answer")).isEqualTo("200 x6, 404 x4");
    assertThat(metrics.get("cameo.cdn.probes").tag("cache", "hit").counter().count()).isPositive();
    assertThat(metrics.get("cameo.cdn.proofs").timer().count()).isEqualTo(3);
  }

  @Test
  void aPurgeWithoutEffectIsRepeatedUntilTheOldPictureIsGone() {
    VersionId shown = pictures.published("ann");
    start();
    awaitProof("ann");
    edge.shows("/a/" + shown + "/64.jpg", "*/*");
    int before = edge.told.size();
    edge.withoutEffect = 3;

    catalogue.changes().delete("ann", ACTOR);
    awaitProof("ann");

    assertThat(edge.told.size() - before).isEqualTo(4);
    assertThat(row("ann").get("purges")).isEqualTo(4);
    assertThat(metrics.get("cameo.cdn.returned").counter().count()).isEqualTo(3);
    assertThat(edge.shows("/a/" + shown + "/64.jpg", "*/*")).isEmpty();
  }

  @Test
  void anEdgeThatIsDeafIsToldAgainAndCountedAsLateUntilItHears() {
    VersionId shown = pictures.published("ann");
    start();
    awaitProof("ann");
    edge.shows("/a/" + shown + "/64.jpg", "*/*");
    edge.refuses = true;

    UUID certificate = catalogue.changes().erase("ann", ACTOR).id();
    await().atMost(Duration.ofSeconds(30)).until(() -> metric("cameo.cdn.late") == 1);
    ErasureRecords records = TestCatalogue.erasures(database.dataSource());
    assertThat(records.find(certificate).orElseThrow().cdn().orElseThrow().proven()).isEmpty();
    assertThat(String.valueOf(row("ann").get("answer"))).contains("The edge is deaf");
    edge.refuses = false;

    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> records.find(certificate).orElseThrow().cdn().orElseThrow().proven().isPresent());
    assertThat(records.find(certificate).orElseThrow().cdn().orElseThrow().tries())
        .isGreaterThan(1);
    assertThat(row("ann")).as("the name of who was erased is kept nowhere here").isEmpty();
    assertThat(metrics.get("cameo.cdn.proofs.late").counter().count()).isEqualTo(1);
    await().atMost(Duration.ofSeconds(30)).until(() -> metric("cameo.cdn.late") == 0);
  }

  @Test
  void anAnswerThatCannotBeToldProvesNothing() {
    edge.hidesTags = true;
    pictures.published("ann");
    start();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> String.valueOf(row("ann").get("answer")).contains("without a version's ETag"));
    assertThat(row("ann").get("proven_at")).isNull();
    edge.hidesTags = false;
    awaitProof("ann");
  }

  @Test
  void whilePicturesAreDrawnForAllThatIsWhatHasToBeShown() {
    allDrawn = true;
    pictures.published("ann");
    pictures.published("tom");
    edge.elsewhere.put("ann", new Edge.Page(200, "\"drawn-face\""));
    start();

    awaitProof("ann");
    awaitProof("tom");
  }

  @Test
  void aCdnThatLeadsElsewhereProvesNothing() {
    Map<String, Edge.Page> elsewhere =
        Map.of(
            "ann", new Edge.Page(404, ""),
            "tom", new Edge.Page(302, ""),
            "kim", new Edge.Page(200, "\"5f3e-17c\""));
    for (String subject : elsewhere.keySet()) {
      pictures.published(subject);
      catalogue.changes().delete(subject, ACTOR);
    }
    edge.elsewhere.putAll(elsewhere);
    start();

    for (String subject : elsewhere.keySet()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> String.valueOf(row(subject).get("answer")).contains("though there is no"));
      assertThat(row(subject).get("proven_at")).as(subject).isNull();
    }
    edge.elsewhere.clear();
    elsewhere.keySet().forEach(this::awaitProof);
  }

  @Test
  void aBurstIsToldInFewCallsAndLookedAtByFewConnections() {
    List<String> subjects = IntStream.range(0, 12).mapToObj(i -> "subject-" + i).toList();
    subjects.forEach(pictures::published);
    start();
    subjects.forEach(this::awaitProof);
    edge.looks.close();
    edge.purges.close();

    for (int i = 0; i < subjects.size(); i++) {
      catalogue.changes().delete(subjects.get(i), ACTOR);
      int begun = Math.min(i + 1, 4);
      await().atMost(Duration.ofSeconds(30)).until(() -> edge.purges.most.get() >= begun);
    }
    edge.purges.open.countDown();
    await().atMost(Duration.ofSeconds(30)).until(() -> edge.looks.most.get() >= 64);
    edge.looks.open.countDown();

    subjects.forEach(this::awaitProof);
    assertThat(edge.purges.most).hasValueLessThanOrEqualTo(4);
    assertThat(edge.looks.most).hasValueLessThanOrEqualTo(64);
  }

  @Test
  void aChangeWhileARowIsLookedAtIsNotProvenByThatLook() {
    pictures.published("ann");
    Outstanding row = taken().getFirst();
    pictures.published("ann");

    assertThat(outbox.proven(row, "200 x4")).isEmpty();
    outbox.later(row, "late", true);

    assertThat(taken()).extracting(Outstanding::generation).containsExactly(row.generation() + 1);
  }

  @Test
  void noTwoNodesTakeTheSameRowAndTakedownsComeFirst() throws Exception {
    for (int i = 0; i < 30; i++) {
      pictures.published("subject-" + i);
    }
    catalogue.changes().delete("subject-29", ACTOR);
    assertThat(outbox.take(1))
        .extracting(one -> one.stale().subject())
        .containsExactly("subject-29");

    List<Thread> nodes = new ArrayList<>();
    List<List<Outstanding>> got = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<Outstanding> mine = new ArrayList<>();
      got.add(mine);
      nodes.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    List<Outstanding> some = outbox.take(3);
                    while (!some.isEmpty()) {
                      mine.addAll(some);
                      some = outbox.take(3);
                    }
                  }));
    }
    for (Thread node : nodes) {
      node.join();
    }
    Set<String> subjects = new HashSet<>();
    got.forEach(
        mine -> mine.forEach(one -> assertThat(subjects.add(one.stale().subject())).isTrue()));
    assertThat(subjects).hasSize(29);
  }

  @Test
  void whatANodeHadTakenIsTakenByAnotherWhenItsLeaseIsOver() {
    pictures.published("ann");
    assertThat(taken()).hasSize(1);
    assertThat(taken()).as("it is leased").isEmpty();

    database.sql().sql("update cdn_purge set due_at = now()").update();

    assertThat(taken()).extracting(Outstanding::tries).containsExactly(2);
  }

  @Test
  void aChangeThatIsTakenBackLeavesNothingToPurge() {
    pictures.published("ann");
    assertThat(rows()).isEqualTo(1);
    long generation = taken().getFirst().generation();

    database
        .transaction()
        .executeWithoutResult(
            status -> {
              catalogue.changes().delete("ann", ACTOR);
              status.setRollbackOnly();
            });
    Intent late = pictures.intent("tom");
    assertThat(catalogue.changes().publish(late, Optional.empty(), ACTOR))
        .isEqualTo(Published.EXPIRED);

    assertThat(rows()).isEqualTo(1);
    assertThat(row("ann").get("generation")).isEqualTo(generation);
  }

  @Test
  void withoutACdnNothingIsWritten() {
    TestCatalogue without = node(Outboxes.NONE);
    TestPictures shown = new TestPictures(without, pictures.store(), pictures.names());
    shown.published("ann");
    shown.published("ann");
    assertThat(without.changes().revert("ann", Optional.empty(), ACTOR)).isPresent();
    without.changes().delete("ann", ACTOR);
    TestCatalogue.identities(database.dataSource(), bus).replace("ann", List.of(mail()), ACTOR);
    UUID certificate = without.changes().erase("ann", ACTOR).id();

    assertThat(rows()).isZero();
    assertThat(TestCatalogue.erasures(database.dataSource()).find(certificate).orElseThrow().cdn())
        .isEmpty();
  }

  @Test
  void anUploadCostsAsManyCallsOfTheDatabaseWithACdnAsWithout() {
    List<Integer> calls = new ArrayList<>();
    for (Outboxes outboxes : List.of(Outboxes.NONE, new Outboxes(List.of(), NOTES))) {
      AtomicInteger counted = new AtomicInteger();
      TestCatalogue node =
          TestCatalogue.on(
              counting(database.dataSource(), counted), objects -> {}, bus, LIFE, outboxes);
      TestPictures shown = new TestPictures(node, pictures.store(), pictures.names());
      shown.published("ann");
      counted.set(0);
      shown.published("ann");
      calls.add(counted.get());
    }

    assertThat(rows()).isEqualTo(1);
    assertThat(calls.getFirst()).isPositive();
    assertThat(calls.getLast()).isEqualTo(calls.getFirst());
  }

  /** Counts the statements that are sent. */
  private static DataSource counting(DataSource real, AtomicInteger counted) {
    return new DelegatingDataSource(real) {
      @Override
      public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection)
            Proxy.newProxyInstance(
                TakedownsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("prepareStatement")) {
                    counted.incrementAndGet();
                  }
                  return method.invoke(connection, arguments);
                });
      }
    };
  }

  private static Identities.Identity mail() {
    return new Identities.Identity(Identities.Kind.EMAIL, Set.of(HASH));
  }

  @Test
  void changesOfOneSubjectShareARowThatKnowsTheTimeOfTheFirst() {
    pictures.published("ann");
    database.sql().sql("update cdn_purge set asked_at = now() - interval '1 hour'").update();
    VersionId shown = pictures.published("ann");
    catalogue.changes().delete("ann", ACTOR);

    Outstanding row = taken().getFirst();
    assertThat(rows()).isEqualTo(1);
    assertThat(row.takedown()).isTrue();
    assertThat(row.stale().renditions())
        .contains(shown + "/64.jpg", shown + "/256.jpg")
        .doesNotContain(shown + "/master.jpg")
        .hasSize(4);
    assertThat(outbox.proven(row, "").orElseThrow()).isGreaterThanOrEqualTo(Duration.ofHours(1));
  }

  @Test
  void aRevertAnInfectionAndANewOwnerOfAnIdentityAreNoted() {
    VersionId first = pictures.published("ann");
    pictures.published("ann");
    identities.replace("ann", List.of(mail()), ACTOR);
    assertThat(stale("ann").hashes()).containsExactly(HASH);

    assertThat(catalogue.changes().revert("ann", Optional.empty(), ACTOR)).isPresent();
    assertThat(stale("ann").renditions()).isEmpty();

    InfectedVersions infected =
        new InfectedVersions(
            database.sql(), database.transaction(), catalogue.audit(), LIFE, bus, NOTES);
    assertThat(infected.takeOut(first, ACTOR)).isTrue();
    assertThat(stale("ann").renditions())
        .containsExactlyInAnyOrder(first + "/64.jpg", first + "/256.jpg");

    identities.replace("ann", List.of(), ACTOR);
    assertThat(stale("ann").hashes()).as("those that it had").containsExactly(HASH);
  }

  @Test
  void anErasureTakesTheAddressesOfItsIdentitiesAlong() {
    identities.replace("ann", List.of(mail()), ACTOR);
    VersionId shown = pictures.published("ann");
    outbox.take(10).forEach(row -> outbox.proven(row, ""));

    catalogue.changes().erase("ann", ACTOR);

    Stale stale = stale("ann");
    assertThat(stale.hashes()).containsExactly(HASH);
    assertThat(stale.renditions()).contains(shown + "/64.jpg");
  }

  @Test
  void aReplacedPictureIsTakenDownWhenItsGraceTimeIsOver() {
    VersionId old = pictures.published("ann");
    pictures.published("ann");
    VersionId deleted = pictures.published("tom");
    catalogue.changes().delete("tom", ACTOR);
    taken();
    database
        .sql()
        .sql("update version set delete_after = now() - interval '1 s' where state = 'RETIRED'")
        .update();

    assertThat(catalogue.reaper().reap().versions()).isEqualTo(2);

    List<Outstanding> rows = taken();
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().stale().subject()).isEqualTo("ann");
    assertThat(rows.getFirst().takedown()).isTrue();
    assertThat(rows.getFirst().stale().renditions())
        .containsExactlyInAnyOrder(old + "/64.jpg", old + "/256.jpg");
    assertThat(catalogue.catalogue().version(deleted)).isEmpty();
  }

  @Test
  void whatIsProvenIsForgottenAfterAWeek() {
    pictures.published("ann");
    pictures.published("tom");
    taken().forEach(row -> outbox.proven(row, ""));
    database
        .sql()
        .sql("update cdn_purge set proven_at = now() - interval '8 days' where subject = 'ann'")
        .update();

    catalogue.reaper().reap();

    assertThat(row("ann")).isEmpty();
    assertThat(row("tom")).isNotEmpty();
  }
}
