package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Kills the service, a worker, PostgreSQL or the S3 server at random moments under load, and looks
 * after each kill whether database and store still agree and everything that was acknowledged is
 * still true.
 *
 * <p>{@code cameo.kills} is the number of kills (3), {@code cameo.seed} repeats a run.
 */
class CrashTest {

  private static final int WRITERS = 4;
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(60);

  /** Some clean-ups, and the time after which the job of a killed service is taken over. */
  private static final Duration SETTLING_LIMIT = Duration.ofSeconds(60);

  /** Short times, so that the reaper is at work during the kills. */
  private static Map<String, String> onDisk() {
    Map<String, String> settings = new HashMap<>(Program.QUICK_TAKEOVER);
    settings.put("CAMEO_REAP_EVERY", "300ms");
    settings.put("CAMEO_INTENT_LIFE", "5s");
    settings.put("CAMEO_FORMATS", "webp");
    return settings;
  }

  private enum Victim {
    SERVICE,
    WORKER,
    POSTGRES,
    BUCKET
  }

  private static final List<Victim> ON_DISK =
      List.of(Victim.SERVICE, Victim.WORKER, Victim.POSTGRES);
  private static final List<Victim> IN_A_BUCKET = List.of(Victim.values());

  private final int kills = Integer.getInteger("cameo.kills", 3);
  private final long seed = Long.getLong("cameo.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Path home = Homes.prepared();
  private final List<Writer> writers = new ArrayList<>();
  private final Map<Victim, Integer> killed = new EnumMap<>(Victim.class);
  private Map<String, String> settings = onDisk();
  private Optional<S3Proxy> bucket = Optional.empty();
  private int probes;
  private Program program;

  @Test
  void everyKillLeavesDatabaseAndStoreAgreeing() throws InterruptedException {
    killsUnderLoad();
  }

  @Test
  void everyKillLeavesDatabaseAndBucketAgreeing() throws InterruptedException {
    try (S3Proxy s3 = S3Proxy.start()) {
      bucket = Optional.of(s3);
      settings = s3.settings("CAMEO_S3_TIMEOUT", "3s");
      settings.putAll(onDisk());
      killsUnderLoad();
    }
  }

  private void killsUnderLoad() throws InterruptedException {
    program = Program.start(home, settings);
    try {
      Phaser rounds = new Phaser(1);
      for (int i = 0; i < WRITERS; i++) {
        writers.add(new Writer(api(), seed + i, rounds));
      }
      List<Thread> threads = writers.stream().map(Thread.ofPlatform()::start).toList();
      rounds.arriveAndAwaitAdvance();
      for (int round = 1; round <= kills; round++) {
        round(round, rounds);
      }
      writers.forEach(Writer::end);
      rounds.arriveAndDeregister();
      for (Thread thread : threads) {
        thread.join();
      }
      settles();
      int acknowledged = writers.stream().mapToInt(Writer::acknowledged).sum();
      System.out.println(
          "crash test, "
              + (bucket.isPresent() ? "objects in a bucket: " : "objects on disk: ")
              + killed
              + ", "
              + acknowledged
              + " uploads acknowledged, seed "
              + seed);
      assertThat(acknowledged).as("uploads between the kills").isGreaterThan(kills);
    } finally {
      program.close();
    }
  }

  private void round(int round, Phaser rounds) {
    writers.forEach(Writer::resume);
    rounds.arriveAndAwaitAdvance();
    LockSupport.parkNanos(random.nextLong(100_000_000L, 1_200_000_000L));
    Victim victim = kill(round);
    if (victim != Victim.SERVICE) {
      // The load goes on while a worker or the database is being replaced.
      LockSupport.parkNanos(random.nextLong(50_000_000L, 600_000_000L));
    }
    writers.forEach(Writer::pause);
    rounds.arriveAndAwaitAdvance();
    recover(victim);
    String when = "after kill " + round + " (" + victim + "), seed " + seed;
    assertThat(truth().violations()).as(when).isEmpty();
    for (Writer writer : writers) {
      assertThat(writer.complaints()).as(when).isEmpty();
      writer.expected().forEach((subject, expected) -> assertTold(when, subject, expected));
      writer.talkTo(api());
    }
  }

  private Victim kill(int round) {
    // Every kind comes early, then chance decides.
    List<Victim> victims = bucket.isPresent() ? IN_A_BUCKET : ON_DISK;
    Victim victim =
        round <= victims.size()
            ? victims.get(round - 1)
            : victims.get(random.nextInt(victims.size()));
    killed.merge(victim, 1, Integer::sum);
    switch (victim) {
      case SERVICE -> program.kill();
      case WORKER -> {
        List<ProcessHandle> workers = program.workers();
        if (!workers.isEmpty()) {
          workers.get(random.nextInt(workers.size())).destroyForcibly();
        }
      }
      case POSTGRES ->
          ProcessHandle.of(EmbeddedDatabase.postmaster(program.data()))
              .ifPresent(ProcessHandle::destroyForcibly);
      case BUCKET -> bucket.orElseThrow().kill();
    }
    return victim;
  }

  private void recover(Victim victim) {
    if (victim == Victim.SERVICE) {
      Processes.awaitNoneOf(home, Duration.ofSeconds(20));
      program = Program.start(home, settings);
    }
    if (victim == Victim.BUCKET) {
      bucket.orElseThrow().startAgain();
    }
    Wait.until(
        "uploads to work again after the kill of " + victim + "; log:\n" + program.logTail(),
        RECOVERY_LIMIT,
        () -> api().upload("probe", neverSent()).status() < 300);
  }

  /** The same picture again would be answered without the store. */
  private byte[] neverSent() {
    probes++;
    return Pictures.jpeg(64 + probes % 400, new Color(0, 16 * (probes / 400 % 16), 255));
  }

  /** What the writer was told last is what anyone sees, or something it asked for since. */
  private void assertTold(String when, String subject, Writer.Expected expected) {
    Api.Answer answer = api().get("/v1/avatars/" + subject);
    String about = when + ", " + subject;
    if (answer.status() == 404) {
      assertThat(expected.version.isEmpty() || expected.maybeDeleted || expected.maybeReverted)
          .as(about + ": an acknowledged picture is gone: " + expected.version)
          .isTrue();
      return;
    }
    assertThat(answer.status()).as(about).isEqualTo(200);
    String version = answer.json().path("version").asString();
    Truth.VersionRow row = truth().versions().get(version);
    boolean told = version.equals(expected.version);
    boolean asked = row != null && expected.maybeUploaded.contains(row.sha256());
    assertThat(told || asked || expected.maybeReverted)
        .as(about + ": shows " + version + ", but was told " + expected.version)
        .isTrue();
    for (String address : Api.addresses(answer.json())) {
      String path = java.net.URI.create(address).getPath();
      Api.Answer delivered = api().get(path);
      assertThat(delivered.status())
          .as(about + ": " + path + ": " + delivered.text() + "; log:\n" + program.logTail())
          .isEqualTo(200);
      byte[] picture = delivered.body();
      assertThat(row.objects())
          .as(about + ": " + path)
          .anyMatch(
              object ->
                  object.sha256().equals(Truth.sha256(picture))
                      && path.endsWith(object.key().substring(object.key().lastIndexOf('/'))));
    }
  }

  /** The keys of what uploads wrote; formats may still be added in the background. */
  private static Set<String> uploaded(Truth truth) {
    return truth.objects().keySet().stream()
        .filter(key -> !key.endsWith(".webp"))
        .collect(Collectors.toSet());
  }

  /** After the last kill: what was given up or erased goes away, and then nothing changes. */
  private void settles() {
    Truth truth = truth();
    try {
      Wait.until(
          "interrupted and erased versions and all temporary files to be gone",
          SETTLING_LIMIT,
          () -> unfinished(truth).isEmpty() && truth.temporaryFiles().isEmpty());
    } catch (AssertionError late) {
      List<String> left = unfinished(truth);
      throw new AssertionError(
          "left: %d versions, such as %s, and files %s; log:%n%s"
              .formatted(
                  left.size(),
                  left.stream().limit(5).toList(),
                  truth.temporaryFiles(),
                  program.logTail()),
          late);
    }
    assertThat(truth.violations()).isEmpty();
    Set<String> before = uploaded(truth);
    long rows = truth.count("version");
    for (int more = 0; more < 2; more++) {
      // The first that ends may have begun before.
      String last = truth.lastCleanUp();
      Wait.until("another clean-up", RECOVERY_LIMIT, () -> !truth.lastCleanUp().equals(last));
    }
    assertThat(uploaded(truth)).as("a second clean-up does nothing").isEqualTo(before);
    assertThat(truth.count("version")).isEqualTo(rows);
  }

  private static List<String> unfinished(Truth truth) {
    return truth.versions().values().stream()
        .filter(version -> !version.state().equals("LIVE") && !version.state().equals("RETIRED"))
        .map(version -> version.state() + " " + version.id())
        .toList();
  }

  private Truth truth() {
    return bucket.map(s3 -> new Truth(program, s3.folder())).orElseGet(() -> new Truth(program));
  }

  private Api api() {
    return new Api(program, Program.ADMIN_KEY);
  }
}
