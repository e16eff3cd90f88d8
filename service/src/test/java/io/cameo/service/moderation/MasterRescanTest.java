package io.cameo.service.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.CdnNotes;
import io.cameo.service.catalogue.InfectedVersions;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Published;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.catalogue.VersionState;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.moderation.Walks.Tally;
import io.cameo.service.scan.Clamd;
import io.cameo.service.scan.ClamdScanner;
import io.cameo.service.scan.Scanner;
import io.cameo.service.scan.ScriptedClamd;
import io.cameo.service.scan.TestScanners;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Until;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Masters that are scanned again by a real clamd, which has learnt something meanwhile. */
class MasterRescanTest {

  private static final Actor ACTOR = new Actor("key:test", Optional.empty(), Optional.empty());
  private static final String EVIL = "what nobody knew at the upload";
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.open();
  private final ChangeBus bus = new ChangeBus();
  private final List<String> announced = new ArrayList<>();
  private ObjectStore store;
  private Clamd clamd;
  private ClamdScanner scanner;
  private TestCatalogue catalogue;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(folder.resolve("objects"), new DiskStoreOptions(0));
    catalogue = TestCatalogue.on(database.dataSource(), store::deleteAll);
    clamd = Clamd.start(folder.resolve("clamd"), "AlertExceedsMax yes");
    scanner = TestScanners.started(clamd.settings(100_000), new SimpleMeterRegistry());
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
  }

  @AfterEach
  void close() {
    scanner.close();
    clamd.close();
    store.close();
    database.close();
  }

  private MasterRescan rescan(Scanner by) {
    return rescan(by, store);
  }

  private MasterRescan rescan(Scanner by, ObjectStore from) {
    InfectedVersions infected =
        new InfectedVersions(
            database.sql(),
            database.transaction(),
            catalogue.audit(),
            new CatalogueSettings(DAY, Duration.ofMinutes(10), Duration.ofSeconds(30)),
            bus,
            CdnNotes.OFF);
    return new MasterRescan(
        by,
        new Walks(database.sql()),
        new SetAside(database.sql()),
        new VersionInventory(database.sql(), JsonMapper.builder().build()),
        from,
        infected);
  }

  private VersionId publish(String subject, String master) {
    byte[] bytes = master.getBytes(StandardCharsets.UTF_8);
    Intent intent =
        new Intent(
            VersionId.random(),
            subject,
            catalogue.catalogue().admit(subject, Optional.empty()).order(),
            new Version.Source("image/jpeg", 40, 30, 1000, "ab".repeat(32), ""),
            new Version.Look("AQID", "#112233"),
            List.of(new StoredObject("master.jpg", 200, bytes.length, "cd".repeat(32))),
            Optional.of("ClamAV before"));
    catalogue.changes().intend(intent);
    store.put(
        new NewObject(
            intent.id().keyPrefix() + "master.jpg", bytes, ObjectMetadata.immutable("image/jpeg")));
    assertThat(catalogue.changes().publish(intent, Optional.empty(), ACTOR))
        .isEqualTo(Published.DONE);
    return intent.id();
  }

  private VersionState state(VersionId id) {
    return catalogue.catalogue().version(id).orElseThrow().state();
  }

  private void learn() throws IOException {
    clamd.teach("later.ndb", "Test.Later", EVIL.getBytes(StandardCharsets.UTF_8));
    clamd.ask("RELOAD");
    Until.holds(
        "clamd has learnt it",
        () -> {
          try (var scan = scanner.begin()) {
            byte[] evil = EVIL.getBytes(StandardCharsets.UTF_8);
            scan.send(evil, 0, evil.length);
            return scan.verdict() instanceof io.cameo.service.scan.Verdict.Infected;
          }
        });
  }

  @Test
  void takesAnInfectedMasterOutOfDeliveryForGoodAndSaysSo() throws IOException {
    VersionId old = publish("ann", "old " + EVIL);
    VersionId current = publish("ann", "now " + EVIL);
    VersionId clean = publish("bob", "harmless");
    learn();
    announced.clear();

    assertThat(rescan(scanner).walk(DAY, () -> true)).isEqualTo(new Tally(1, 2, 0));

    assertThat(state(old)).isEqualTo(VersionState.TOMBSTONED);
    assertThat(state(current)).isEqualTo(VersionState.TOMBSTONED);
    assertThat(state(clean)).isEqualTo(VersionState.LIVE);
    assertThat(catalogue.catalogue().current("ann")).isEmpty();
    assertThat(catalogue.catalogue().history("ann")).isEmpty();
    assertThat(catalogue.changes().revert("ann", Optional.of(current), ACTOR)).isEmpty();
    assertThat(announced).contains("subject ann", "version " + current, "version " + old);
    assertThat(
            database
                .sql()
                .sql("select actor || ' ' || version from audit where outcome = 'infected'")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(
            "service:scan " + current.value(), "service:scan " + old.value());
    assertThat(catalogue.reaper().reap().versions()).as("kept for the grace time").isZero();
    assertThat(publish("ann", "another picture")).isNotNull();
    assertThat(catalogue.catalogue().current("ann")).isPresent();
  }

  @Test
  void anErasureEndsTheTimeThatAnInfectedVersionIsKept() throws IOException {
    publish("ann", EVIL);
    learn();
    rescan(scanner).walk(DAY, () -> true);

    assertThat(catalogue.changes().erase("ann", ACTOR).versions()).isEqualTo(1);

    assertThat(catalogue.reaper().reap().objects()).isEqualTo(1);
    assertThat(store.list("", Optional.empty(), 10).objects()).isEmpty();
  }

  @Test
  void goesOnWhereItWasStoppedAndScansEveryMasterOnce() {
    for (int i = 0; i < 120; i++) {
      publish("subject-" + i, "picture " + i);
    }
    AtomicInteger asked = new AtomicInteger();

    Tally first = rescan(scanner).walk(DAY, () -> asked.incrementAndGet() < 60);
    Tally second = rescan(scanner).walk(DAY, () -> true);

    assertThat(first.clean()).isBetween(1L, 60L);
    assertThat(first.plus(second)).isEqualTo(new Tally(120, 0, 0));
    assertThat(row("clean")).isEqualTo(120);
    assertThat(rescan(scanner).walk(DAY, () -> true).all())
        .as("signatures of one's own have no version: not again before a day is over")
        .isZero();
    assertThat(rescan(scanner).walk(Duration.ZERO, () -> true).all()).isEqualTo(120);
  }

  private long row(String column) {
    return database
        .sql()
        .sql("select " + column + " from rescan where finished_at is not null")
        .query(Long.class)
        .single();
  }

  @Test
  void countsAMasterThatCannotBeReadAndGoesOn() {
    VersionId gone = publish("ann", "one");
    publish("bob", "two");
    store.delete(gone.keyPrefix() + "master.jpg");

    assertThat(rescan(scanner).walk(DAY, () -> true)).isEqualTo(new Tally(1, 0, 1));
  }

  /** A scanner that answers this to masters with the word {@code upload}, and OK to others. */
  private MasterRescan scripted(ScriptedClamd script, ClamdScanner by, String answer) {
    script.answer(answer);
    return rescan(by);
  }

  private List<UUID> setAside() {
    return database.sql().sql("select version from rescan_aside").query(UUID.class).list();
  }

  private void makeDue() {
    database.sql().sql("update rescan_aside set due_at = now()").update();
  }

  private boolean isFinished() {
    return database
        .sql()
        .sql("select count(*) = 1 and bool_and(finished_at is not null) from rescan")
        .query(Boolean.class)
        .single();
  }

  @Test
  void aMasterOverALimitOfTheScannerKeepsNoOtherWaitingAndIsTriedAgain() throws IOException {
    VersionId large = publish("ann", ScriptedClamd.UPLOAD);
    publish("bob", "one");
    publish("eve", "two");
    try (ScriptedClamd script = ScriptedClamd.start();
        ClamdScanner by =
            TestScanners.started(script.settings(100_000), new SimpleMeterRegistry())) {
      String limit = "INSTREAM size limit exceeded. ERROR\0";

      assertThat(scripted(script, by, limit).walk(DAY, () -> true)).isEqualTo(new Tally(2, 0, 1));
      assertThat(isFinished()).isTrue();
      assertThat(setAside()).containsExactly(large.value());
      assertThat(rescan(by).walk(DAY, () -> true)).as("not at once").isEqualTo(Tally.NONE);

      makeDue();
      assertThat(rescan(by).walk(DAY, () -> true)).isEqualTo(Tally.UNREAD);
      assertThat(setAside()).containsExactly(large.value());
      makeDue();
      script.answer("");
      assertThat(rescan(by).walk(DAY, () -> true)).isEqualTo(Tally.CLEAN);
      assertThat(setAside()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<close>", "stream: Can't allocate memory ERROR\0", "nonsense\0"})
  void aMasterAtWhichTheScannerFailsIsNotTheFirstOfEveryPiece(String answer) throws IOException {
    publish("ann", ScriptedClamd.UPLOAD);
    for (int i = 0; i < 20; i++) {
      publish("subject-" + i, "picture " + i);
    }
    try (ScriptedClamd script = ScriptedClamd.start();
        ClamdScanner by =
            TestScanners.started(script.settings(100_000), new SimpleMeterRegistry())) {
      Tally first = scripted(script, by, answer).walk(DAY, () -> true);
      Tally second = rescan(by).walk(DAY, () -> true);

      assertThat(first.unread()).isEqualTo(1);
      assertThat(first.plus(second)).isEqualTo(new Tally(20, 0, 1));
      assertThat(isFinished()).isTrue();
    }
  }

  @Test
  void aMasterThatIsLongerThanItWasWrittenKeepsNoOtherWaiting() {
    VersionId longer = publish("ann", "one");
    publish("bob", "two");
    String key = longer.keyPrefix() + "master.jpg";
    store.delete(key);
    store.put(new NewObject(key, new byte[4], ObjectMetadata.immutable("image/jpeg")));

    assertThat(rescan(scanner).walk(DAY, () -> true)).isEqualTo(new Tally(1, 0, 1));
    assertThat(setAside()).containsExactly(longer.value());
    database.sql().sql("delete from version where id = ?").param(longer.value()).update();
    makeDue();
    rescan(scanner).walk(DAY, () -> true);
    assertThat(setAside()).as("of a version that is gone").isEmpty();
  }

  @Test
  void noMasterIsTakenAsScannedWhileTheStoreIsAway() {
    publish("ann", "one");
    publish("bob", "two");
    UnreadableStore away = new UnreadableStore(store, key -> true);

    assertThat(rescan(scanner, away).walk(DAY, () -> true)).isEqualTo(Tally.NONE);
    assertThat(rescan(scanner, away).walk(DAY, () -> true)).isEqualTo(Tally.NONE);

    assertThat(setAside()).isEmpty();
    assertThat(rescan(scanner).walk(DAY, () -> true)).isEqualTo(new Tally(2, 0, 0));
    assertThat(isFinished()).isTrue();
  }

  @Test
  void aMasterThatTheStoreDoesNotGiveStaysDueAndIsFoundInfectedLater() throws IOException {
    VersionId hidden = publish("ann", EVIL);
    publish("bob", "two");
    learn();
    UnreadableStore broken = new UnreadableStore(store, key -> key.startsWith(hidden.keyPrefix()));

    assertThat(rescan(scanner, broken).walk(DAY, () -> true)).isEqualTo(new Tally(1, 0, 1));
    assertThat(state(hidden)).isEqualTo(VersionState.LIVE);
    makeDue();

    assertThat(rescan(scanner).walk(DAY, () -> true)).isEqualTo(Tally.INFECTED);
    assertThat(state(hidden)).isEqualTo(VersionState.TOMBSTONED);
    assertThat(setAside()).isEmpty();
  }

  @Test
  void k1WaitsForAScannerThatIsAwayAndTakesNothingOut() {
    VersionId id = publish("ann", EVIL);
    clamd.close();
    Until.holds(
        "the scanner is known to be away",
        () -> {
          rescan(scanner).walk(DAY, () -> true);
          return database.sql().sql("select count(*) from rescan").query(Long.class).single() == 1;
        });

    assertThat(state(id)).isEqualTo(VersionState.LIVE);
    assertThat(
            database
                .sql()
                .sql("select after_version is null and finished_at is null from rescan")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void aWalkIsMadeAgainForNewerSignaturesOnly() {
    Walks walks = new Walks(database.sql());
    Walks.Walk first = walks.current("ClamAV 1/100/date", Duration.ZERO).orElseThrow();
    walks.finish(first);

    assertThat(walks.current("ClamAV 1/100/date", Duration.ZERO)).isEmpty();
    assertThat(walks.current("ClamAV 1/101/date", DAY)).as("not so soon").isEmpty();
    assertThat(walks.current("ClamAV 1/101/date", Duration.ZERO)).isPresent();
  }
}
