package io.cameo.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Identities;
import io.cameo.service.catalogue.IdentityTakenException;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.gravatar.IdentityHashes;
import io.cameo.storage.Until;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whose a hash is, on two nodes of one PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GravatarLifeTest {

  private static final Actor ACTOR =
      new Actor("admin", Optional.of("192.0.2.7"), Optional.of("request-1"));

  private final ExecutorService loading = Executors.newVirtualThreadPerTaskExecutor();
  private TestDatabase database;
  private Node one;
  private Node other;

  /** What a node has of this: its own bus, fed by its own connection, and its own memory. */
  private final class Node {
    private final ChangeBus bus = new ChangeBus();
    private final TestCatalogue catalogue =
        TestCatalogue.on(database.dataSource(), objects -> {}, bus);
    private final Identities identities = TestCatalogue.identities(database.dataSource(), bus);
    private final AtomicInteger looks = new AtomicInteger();
    private final PictureMemory memory =
        new PictureMemory(
            new DeliverySettings(1_048_576, 100, Duration.ofSeconds(60)),
            new PictureMemory.States() {
              @Override
              public Optional<Shown> current(String subject) {
                return Optional.empty();
              }

              @Override
              public Optional<Shown> version(io.cameo.service.catalogue.VersionId id) {
                return Optional.empty();
              }

              @Override
              public Optional<String> subjectOf(String hash) {
                looks.incrementAndGet();
                return identities.subjectOf(hash);
              }
            },
            key -> {
              throw new AssertionError("whose a hash is costs no read of the store: " + key);
            },
            loading,
            new Troubles(System::nanoTime),
            new SimpleMeterRegistry());
    private final ChangeFeed feed = new ChangeFeed(database::connect, bus, Duration.ofMillis(20));

    /** Ready when it hears: from then on it remembers. */
    private void start() {
      bus.subscribe(memory);
      feed.start();
      Until.holds(
          "the node to hear changes",
          () -> {
            int before = looks.get();
            memory.subjectOf("0".repeat(32));
            memory.subjectOf("0".repeat(32));
            return looks.get() == before;
          });
    }
  }

  @BeforeAll
  void open() {
    database = TestDatabase.open();
    one = new Node();
    other = new Node();
    one.start();
    other.start();
  }

  @AfterAll
  void close() {
    one.feed.stop();
    other.feed.stop();
    loading.close();
    database.close();
  }

  private static Identities.Identity email(String address) {
    return new Identities.Identity(Identities.Kind.EMAIL, IdentityHashes.ofEmail(address));
  }

  private static Identities.Identity openId(String address) {
    return new Identities.Identity(Identities.Kind.OPENID, IdentityHashes.ofOpenId(address));
  }

  private List<String> audit(String subject) {
    return database
        .sql()
        .sql("select action || ' ' || outcome || ' ' || actor from audit where subject = ?")
        .param(subject)
        .query(String.class)
        .list();
  }

  @Test
  void everyHashOfEveryIdentityLeadsToItsSubjectAndOnlyHashesAreKept() {
    Identities.Count count =
        one.identities.replace(
            "ann",
            List.of(
                email("ann@example.org"),
                email(" ANN@example.org"),
                email("ann.two@example.org"),
                openId("https://example.org:8443/ann")),
            ACTOR);

    assertThat(count).isEqualTo(new Identities.Count(2, 1));
    assertThat(one.identities.count("ann")).isEqualTo(count);
    List<String> hashes = new ArrayList<>(IdentityHashes.ofEmail("ann@example.org"));
    hashes.addAll(IdentityHashes.ofEmail("ann.two@example.org"));
    hashes.addAll(IdentityHashes.ofOpenId("http://EXAMPLE.org/ann/"));
    hashes.addAll(IdentityHashes.ofOpenId("http://example.org:8443/ann/"));
    assertThat(hashes).allSatisfy(hash -> assertThat(one.memory.subjectOf(hash)).contains("ann"));
    assertThat(audit("ann")).containsExactly("identities e-mails 2, OpenIDs 1 admin");
    assertThat(
            database
                .sql()
                .sql("select to_jsonb(i)::text from identity i where subject = 'ann'")
                .query(String.class)
                .list())
        .hasSize(4 + 8)
        .noneMatch(row -> row.contains("@") || row.contains("example"));
  }

  @Test
  void everyNodeHearsWhoseAHashIsNow() {
    Set<String> hashes = IdentityHashes.ofEmail("bob@example.org");
    for (String hash : hashes) {
      assertThat(one.memory.subjectOf(hash)).isEmpty();
      assertThat(other.memory.subjectOf(hash)).isEmpty();
    }

    one.identities.replace("bob", List.of(email("bob@example.org")), ACTOR);

    assertThat(hashes)
        .as("the node that made the change does not wait for its own announcement")
        .allSatisfy(hash -> assertThat(one.memory.subjectOf(hash)).contains("bob"));
    awaitAtOther(hashes, Optional.of("bob"));

    one.identities.replace("bob", List.of(), ACTOR);

    assertThat(hashes).allSatisfy(hash -> assertThat(one.memory.subjectOf(hash)).isEmpty());
    awaitAtOther(hashes, Optional.empty());
    assertThat(one.identities.count("bob")).isEqualTo(new Identities.Count(0, 0));
  }

  private void awaitAtOther(Set<String> hashes, Optional<String> subject) {
    Until.holds(
        "the other node to answer " + subject,
        () -> hashes.stream().allMatch(hash -> other.memory.subjectOf(hash).equals(subject)));
  }

  @Test
  void anIdentityOfAnotherSubjectIsRefusedAndNothingIsChanged() {
    one.identities.replace("carl", List.of(email("carl@example.org")), ACTOR);
    one.identities.replace("dora", List.of(email("dora@example.org")), ACTOR);

    assertThatThrownBy(
            () ->
                one.identities.replace(
                    "dora",
                    List.of(openId("https://dora.example"), email("carl@example.org")),
                    ACTOR))
        .isInstanceOfSatisfying(
            IdentityTakenException.class, taken -> assertThat(taken.number()).isEqualTo(1));

    assertThat(one.identities.count("dora")).isEqualTo(new Identities.Count(1, 0));
    String carls = IdentityHashes.ofEmail("carl@example.org").iterator().next();
    assertThat(one.memory.subjectOf(carls)).contains("carl");
    assertThat(audit("dora")).hasSize(1);

    one.identities.replace("carl", List.of(), ACTOR);
    one.identities.replace("dora", List.of(email("carl@example.org")), ACTOR);
    assertThat(one.memory.subjectOf(carls)).contains("dora");
  }

  @Test
  void ofManyWhoWantTheSameIdentityAtOnceOneGetsIt() throws Exception {
    List<Future<Boolean>> tries = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 6; i++) {
        String subject = "racer-" + i;
        tries.add(
            callers.submit(
                () -> {
                  try {
                    one.identities.replace(subject, List.of(email("race@example.org")), ACTOR);
                    return true;
                  } catch (IdentityTakenException taken) {
                    return false;
                  }
                }));
      }
    }

    int winners = 0;
    for (Future<Boolean> each : tries) {
      winners += each.get() ? 1 : 0;
    }
    assertThat(winners).isEqualTo(1);
  }

  @Test
  void anErasureTakesTheIdentitiesOnEveryNode() {
    Set<String> hashes = IdentityHashes.ofEmail("emil@example.org");
    one.identities.replace("emil", List.of(email("emil@example.org")), ACTOR);
    awaitAtOther(hashes, Optional.of("emil"));

    one.catalogue.changes().erase("emil", ACTOR);

    assertThat(one.identities.count("emil")).isEqualTo(new Identities.Count(0, 0));
    assertThat(hashes).allSatisfy(hash -> assertThat(one.memory.subjectOf(hash)).isEmpty());
    awaitAtOther(hashes, Optional.empty());
    assertThat(audit("emil")).isEmpty();
  }

  @Test
  void aDeletedPictureKeepsItsSubjectsIdentities() {
    one.identities.replace("fred", List.of(email("fred@example.org")), ACTOR);

    one.catalogue.changes().delete("fred", ACTOR);

    assertThat(one.identities.count("fred")).isEqualTo(new Identities.Count(1, 0));
  }

  @Test
  void anUnknownHashCostsOneLookUpAndAFloodOfThemBoundedMemory() {
    String unknown = "f".repeat(64);
    one.memory.subjectOf(unknown);
    int before = one.looks.get();
    for (int i = 0; i < 50; i++) {
      assertThat(one.memory.subjectOf(unknown)).isEmpty();
    }
    assertThat(one.looks).hasValue(before);

    for (int i = 0; i < 1_000; i++) {
      one.memory.subjectOf("%032x".formatted(i));
    }

    assertThat(one.memory.rememberedIdentities()).isLessThanOrEqualTo(100);
  }
}
