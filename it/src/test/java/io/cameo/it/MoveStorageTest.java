package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pictures of a running service move from its disk to a bucket, back, and there for good. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoveStorageTest {

  private static final String BUCKET = "s3://avatars";
  private static final int KILLS = 1;
  private static final int MOST_UPLOADS = 40;

  private final Map<String, byte[]> shown = new LinkedHashMap<>();
  private S3Proxy s3;
  private Program program;
  private Api api;

  @BeforeAll
  void start() {
    s3 = S3Proxy.start();
    // A service on disk that may use S3 later: its credentials are known, no bucket is named.
    Map<String, String> settings = onDisk();
    settings.remove("CAMEO_S3_ENDPOINT");
    program = Program.start(Homes.prepared(), settings);
    api = new Api(program, Program.ADMIN_KEY);
  }

  @AfterAll
  void stop() {
    try (S3Proxy server = s3) {
      program.close();
    }
  }

  private Map<String, String> onDisk() {
    return s3.settingsWithoutBucket("CAMEO_REAP_EVERY", "300ms");
  }

  private Map<String, String> inBucket() {
    return s3.settings("CAMEO_REAP_EVERY", "300ms");
  }

  private Answer move(Map<String, String> settings, String... words) {
    List<String> all = new ArrayList<>(List.of("move-storage", "--json"));
    all.addAll(List.of(words));
    return OperatorCommand.run(program.home(), settings, all.toArray(String[]::new));
  }

  private static JsonNode well(Answer answer) {
    assertThat(answer.exitCode()).as(answer.err() + answer.out()).isZero();
    return JsonMapper.builder().build().readTree(answer.out());
  }

  private String upload(String subject, byte[] picture) {
    Api.Answer answer = api.upload(subject, picture);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String version = answer.json().path("version").asString();
    for (String name : List.of("64.jpg", "512.jpg")) {
      String path = "/a/" + version + "/" + name;
      shown.put(path, api.get(path).body());
    }
    return version;
  }

  private void everythingIsShown(Api of) {
    shown.forEach(
        (path, bytes) -> {
          Api.Answer answer = of.get(path);
          assertThat(answer.status()).as(path).isEqualTo(200);
          assertThat(answer.body()).as(path).isEqualTo(bytes);
        });
  }

  private long inTheBucket(String version) {
    return s3.objects().stream().filter(file -> file.toString().contains(version)).count();
  }

  private long onTheDisk(String version) {
    return new Truth(program)
        .objects().keySet().stream().filter(key -> key.contains(version)).count();
  }

  @Test
  void everyPictureMovesBesideTheServiceAndComesBackAndNoneIsLost() throws Exception {
    for (int i = 0; i < 4; i++) {
      upload(Api.subject(), Pictures.jpeg(100 + i, Pictures.RED));
    }
    String erased = Api.subject();
    String erasedVersion = upload(erased, Pictures.jpeg(140, Pictures.BLUE));
    shown.keySet().removeIf(path -> path.contains(erasedVersion));

    Load load = Load.start(api, MOST_UPLOADS);
    copyWithKills();
    JsonNode copied = well(move(onDisk(), "--to", BUCKET, "--yes"));
    assertThat(copied.path("phase").asString()).isEqualTo("VERIFIED");
    assertThat(copied.path("faulty").asInt()).isZero();
    assertThat(inTheBucket(erasedVersion)).isPositive();

    JsonNode switched = well(move(onDisk(), "--switch", "--yes"));
    assertThat(switched.path("phase").asString()).isEqualTo("SWITCHED");
    load.end();
    String since = upload(Api.subject(), Pictures.jpeg(150, Pictures.YELLOW));
    assertThat(inTheBucket(since)).isPositive();
    assertThat(onTheDisk(since)).isZero();
    everythingIsShown(api);
    erasedPicturesLeaveBothStores(erased, erasedVersion);
    gcFindsNothing();

    JsonNode back = well(move(onDisk(), "--back", "--yes"));
    assertThat(back.path("phase").asString()).isEqualTo("RETURNED");
    assertThat(onTheDisk(since)).isPositive();
    String home = upload(Api.subject(), Pictures.jpeg(151, Pictures.YELLOW));
    assertThat(onTheDisk(home)).isPositive();
    assertThat(inTheBucket(home)).isZero();

    well(move(onDisk(), "--to", BUCKET, "--yes", "--rate", "50"));
    well(move(onDisk(), "--switch", "--yes"));
    Answer early = move(inBucket(), "--finish", "--yes");
    assertThat(early.exitCode()).isEqualTo(1);
    assertThat(early.err()).contains("running nodes have other settings", "AWS_S3_BUCKET=avatars");
    inTheBucketForGood();
  }

  /** Killed anywhere between the JVM's start and its end, the same words go on. */
  private void copyWithKills() throws Exception {
    Random random = new Random();
    for (int i = 0; i < KILLS; i++) {
      OperatorCommand.killed(
          program.home(),
          onDisk(),
          command -> command.waitFor(random.nextInt(500, 3_500), TimeUnit.MILLISECONDS),
          "move-storage",
          "--to",
          BUCKET,
          "--yes");
      assertThat(program.isAlive()).isTrue();
    }
  }

  private void erasedPicturesLeaveBothStores(String subject, String version) {
    assertThat(api.delete("/v1/avatars/" + subject + "?erase=true").status()).isEqualTo(200);
    Wait.until(
        "the erased picture to leave both stores",
        Duration.ofSeconds(30),
        () -> inTheBucket(version) == 0 && onTheDisk(version) == 0);
  }

  private void gcFindsNothing() {
    Answer gc = OperatorCommand.run(program.home(), onDisk(), "gc", "--json");
    JsonNode report = well(gc);
    for (String pile : List.of("orphans", "missing", "wrongLength", "unrepairable")) {
      assertThat(report.path(pile).path("count").asInt(-1)).as(pile).isZero();
    }
  }

  private void inTheBucketForGood() {
    program.stop();
    try (Program moved = Program.start(program.home(), inBucket())) {
      Api there = new Api(moved, Program.ADMIN_KEY);
      JsonNode finished = well(move(inBucket(), "--finish", "--yes"));
      assertThat(finished.path("phase").asString()).isEqualTo("FINISHED");
      // It has not shown any of them yet, so none comes from its memory.
      PackagedForm.remove(program.data().resolve("objects"));
      everythingIsShown(there);
      moved.stop();
      theOldSettingsStopTheStart();
    }
  }

  private void theOldSettingsStopTheStart() {
    Map<String, String> old = onDisk();
    old.remove("CAMEO_S3_ENDPOINT");
    Program refused = Program.launch(PackagedForm.UNPACKED, program.home(), old);
    Wait.until("the program to end", Duration.ofSeconds(60), () -> !refused.isAlive());
    assertThat(refused.stop()).as("exit code").isEqualTo(1);
    assertThat(refused.logTail())
        .contains("Pictures were moved, and are in " + BUCKET, "Set AWS_S3_BUCKET=avatars")
        .doesNotContain("\tat ");
  }
}
