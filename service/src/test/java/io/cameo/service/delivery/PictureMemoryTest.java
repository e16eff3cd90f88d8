package io.cameo.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PictureMemoryTest {

  /**
   * The cache logs every load that fails; held, because a logger that nobody holds is forgotten.
   */
  private static final Logger CACHE = Logger.getLogger("com.github.benmanes.caffeine");

  static {
    CACHE.setLevel(Level.OFF);
  }

  private final ExecutorService loading = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Shown> current = new ConcurrentHashMap<>();
  private final Map<String, String> owners = new ConcurrentHashMap<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final StoredObject object = new StoredObject("64.jpg", 64, 3, "00".repeat(32));

  private final PictureMemory memory =
      new PictureMemory(
          new DeliverySettings(1_048_576, 100, Duration.ofSeconds(60)),
          new PictureMemory.States() {
            @Override
            public Optional<Shown> current(String subject) {
              looks.incrementAndGet();
              return Optional.ofNullable(current.get(subject));
            }

            @Override
            public Optional<Shown> version(VersionId id) {
              looks.incrementAndGet();
              return current.values().stream().filter(shown -> shown.id().equals(id)).findFirst();
            }

            @Override
            public Optional<String> subjectOf(String hash) {
              looks.incrementAndGet();
              return Optional.ofNullable(owners.get(hash));
            }
          },
          this::read,
          loading,
          new Troubles(System::nanoTime),
          new SimpleMeterRegistry());

  private byte[] read(String key) {
    reads.incrementAndGet();
    return new byte[] {1, 2, 3};
  }

  @AfterEach
  void close() {
    loading.close();
  }

  private Shown shown() {
    return Shown.of(VersionId.random(), List.of(object));
  }

  @Test
  void aHotPictureCostsNeitherDatabaseNorStore() {
    memory.connected();
    current.put("ann", shown());
    for (int i = 0; i < 5; i++) {
      Shown found = memory.current("ann").shown().orElseThrow();
      assertThat(memory.picture(found, object).bytes()).containsExactly(1, 2, 3);
    }

    assertThat(looks).hasValue(1);
    assertThat(reads).hasValue(1);
  }

  @Test
  void aColdPictureIsReadOnceHoweverManyAskForIt() throws Exception {
    memory.connected();
    Shown cold = shown();
    CountDownLatch go = new CountDownLatch(1);
    List<Future<Picture>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        answers.add(
            callers.submit(
                () -> {
                  go.await();
                  return memory.picture(cold, object);
                }));
      }
      go.countDown();
      for (Future<Picture> answer : answers) {
        assertThat(answer.get(10, TimeUnit.SECONDS).bytes()).hasSize(3);
      }
    }

    assertThat(reads).hasValue(1);
  }

  @Test
  void forgetsASubjectThatChanges() {
    memory.connected();
    Shown first = shown();
    Shown second = shown();
    current.put("ann", first);
    assertThat(memory.current("ann").shown()).contains(first);
    current.put("ann", second);
    assertThat(memory.current("ann").shown()).contains(first);

    memory.changed("subject ann");

    assertThat(memory.current("ann").shown()).contains(second);
  }

  @Test
  void hearsWhoseAHashBecomesAlsoOfOneThatNobodyHad() {
    memory.connected();
    String hash = "0".repeat(64);
    assertThat(memory.subjectOf(hash)).isEmpty();
    assertThat(memory.subjectOf(hash)).isEmpty();
    assertThat(looks).as("what nobody has is remembered as well").hasValue(1);
    owners.put(hash, "ann");

    memory.changed("identity " + hash);

    assertThat(memory.subjectOf(hash)).contains("ann");
    memory.changed("subject ann");
    assertThat(memory.subjectOf(hash)).contains("ann");
    assertThat(looks).as("a picture changes no owner").hasValue(2);
  }

  @Test
  void forgetsAVersionThatIsWithdrawn() {
    memory.connected();
    Shown shown = shown();
    current.put("ann", shown);
    assertThat(memory.version(shown.id()).shown()).isPresent();
    current.remove("ann");

    memory.changed("version " + shown.id());

    assertThat(memory.version(shown.id()).shown()).isEmpty();
  }

  @Test
  void remembersNoStateWhileChangesCannotBeHeard() {
    memory.connected();
    current.put("ann", shown());
    memory.current("ann");
    memory.lost();
    Shown newer = shown();
    current.put("ann", newer);

    assertThat(memory.current("ann").shown()).contains(newer);
    memory.current("ann");
    assertThat(looks).hasValue(3);
  }

  @Test
  void remembersThatASubjectHasNoPictureToo() {
    memory.connected();
    for (int i = 0; i < 10; i++) {
      assertThat(memory.current("nobody").isNone()).isTrue();
    }

    assertThat(looks).hasValue(1);
  }

  @Test
  void doesNotRememberAFailureNotEvenForAMoment() {
    PictureMemory failing =
        new PictureMemory(
            new DeliverySettings(1_048_576, 100, Duration.ofSeconds(60)),
            new PictureMemory.States() {
              @Override
              public Optional<Shown> current(String subject) {
                if (looks.incrementAndGet() % 2 == 1) {
                  throw new IllegalStateException("the database is away");
                }
                return Optional.empty();
              }

              @Override
              public Optional<Shown> version(VersionId id) {
                return Optional.empty();
              }

              @Override
              public Optional<String> subjectOf(String hash) {
                return Optional.empty();
              }
            },
            this::read,
            loading,
            new Troubles(System::nanoTime),
            new SimpleMeterRegistry());
    failing.connected();

    for (int i = 0; i < 200; i++) {
      String subject = "ann-" + i;
      assertThat(failing.current(subject).sure()).isFalse();
      assertThat(failing.current(subject).isNone()).isTrue();
    }
  }
}
