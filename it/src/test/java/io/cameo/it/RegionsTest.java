package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program with its pictures in two regions, one of which is lost. */
@Timeout(300)
class RegionsTest {

  private static final int PICTURES = 6;
  private static final int READERS = 3;

  private static Map<String, String> settings(S3Proxy home, S3Proxy west, String... more) {
    Map<String, String> settings = home.settings(more);
    settings.put("CAMEO_S3_TIMEOUT", "3s");
    settings.put("CAMEO_S3_REPLICAS", west.asReplica("west"));
    settings.put("CAMEO_S3_REPLICATE_EVERY", "300ms");
    settings.put("CAMEO_REAP_EVERY", "300ms");
    settings.put("CAMEO_INTENT_LIFE", "20s");
    settings.put("CAMEO_GC_MIN_AGE", "21s");
    // So little memory for pictures that most reads have to ask the store.
    settings.put("CAMEO_CACHE_BYTES", "1048576");
    return settings;
  }

  /** A picture of noise, whose renditions are large. */
  private static byte[] picture(long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(600, 600, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 600; y++) {
      for (int x = 0; x < 600; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return Pictures.jpeg(image);
  }

  /** Clients that read all the time, and what they did not get. */
  private static final class Readers implements AutoCloseable {
    private final AtomicBoolean reading = new AtomicBoolean(true);
    private final AtomicInteger reads = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Readers(Api api, List<String> addresses) {
      for (int i = 0; i < READERS; i++) {
        int first = i;
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int n = first; reading.get(); n++) {
                        read(api, addresses.get((n * 7) % addresses.size()));
                      }
                    }));
      }
    }

    private void read(Api api, String address) {
      try {
        Api.Answer answer = api.get(address);
        if (answer.status() == 200 && answer.body().length > 0) {
          reads.incrementAndGet();
        } else {
          failures.add(answer.status() + " " + address + " " + answer.text());
        }
      } catch (RuntimeException | AssertionError failed) {
        failures.add(failed.toString());
      }
    }

    void awaitReads(int more) {
      int until = reads.get() + more;
      Wait.until(
          "clients to read on", Duration.ofSeconds(60), () -> reads.get() >= until || failed());
      assertThat(failures).as("failed reads").isEmpty();
    }

    private boolean failed() {
      return !failures.isEmpty();
    }

    @Override
    public void close() throws InterruptedException {
      reading.set(false);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).as("failed reads").isEmpty();
    }
  }

  private static String upload(Api api, String subject, long seed, List<String> addresses) {
    Api.Answer answer = api.upload(subject, picture(seed));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    // Paths: the program is at another port when it was started again.
    Api.addresses(answer.json()).forEach(each -> addresses.add(URI.create(each).getPath()));
    addresses.add("/u/" + subject + "?s=256");
    return answer.json().path("version").asString();
  }

  @Test
  void losingTheHomeRegionCostsNoReadAndEverythingComesHomeAgain() throws Exception {
    Path folder = Homes.prepared();
    try (S3Proxy home = S3Proxy.start();
        S3Proxy west = S3Proxy.start()) {
      List<String> addresses = new ArrayList<>();
      String erasedSubject = Api.subject();
      String erased;
      Program program = Program.start(folder, settings(home, west));
      try {
        Api api = new Api(program, Program.ADMIN_KEY);
        for (int i = 0; i < PICTURES; i++) {
          upload(api, Api.subject(), i, addresses);
        }
        erased = upload(api, erasedSubject, 99, new ArrayList<>());
        Wait.until(
            "all copies to be proven",
            Duration.ofSeconds(60),
            () ->
                api.management("/metrics")
                        .text()
                        .contains("cameo_region_copies{region=\"west\"} 0.0")
                    && west.objects().size() == home.objects().size());
        assertThat(api.management("/metrics").text())
            .contains("cameo_region_lag_seconds{region=\"west\"} 0.0")
            .contains("cameo_region_away{region=\"home\"} 0.0")
            .containsPattern(
                "cameo_s3_calls_seconds_count\\{operation=\"PutObject\",outcome=\"ok\",region=\"west\"} [1-9]");

        homeIsLost(api, home, addresses);
        anErasureSaysWhatIsPending(api, erasedSubject, erased, west);
        program.stop();
      } catch (Exception | Error failed) {
        program.close();
        throw failed;
      }
      try (Program again =
          Program.start(folder, settings(home, west, "CAMEO_S3_SECONDARY", "west"))) {
        Api api = new Api(again, Program.ADMIN_KEY);
        for (String address : addresses) {
          assertThat(api.get(address).status()).as(address).isEqualTo(200);
        }
        String aside = upload(api, Api.subject(), 1000, addresses);
        assertThat(keysOf(west, aside)).isNotEmpty();
        try (Readers readers = new Readers(api, addresses)) {
          readers.awaitReads(50);
          home.startAgain();
          everythingIsHome(again, home, west, erased);
          readers.awaitReads(50);
        }
        gcFindsNothing(folder, home, west);
      }
    }
  }

  private static void homeIsLost(Api api, S3Proxy home, List<String> addresses) throws Exception {
    try (Readers readers = new Readers(api, addresses)) {
      readers.awaitReads(50);
      home.freeze();
      readers.awaitReads(100);
      home.thaw();
      readers.awaitReads(20);
      home.kill();
      readers.awaitReads(150);
      Api.Answer refused = api.upload(Api.subject(), picture(500));
      assertThat(refused.status()).as(refused.text()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotEmpty();
      assertThat(refused.json().path("code").asString()).isEqualTo("storage-unavailable");
      Api.Answer ready = api.management("/readyz");
      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.text()).contains("away", "behind");
      assertThat(api.management("/metrics").text())
          .contains("cameo_region_away{region=\"home\"} 1.0")
          .containsPattern("cameo_region_failovers_total\\{region=\"west\"} [1-9]");
    }
  }

  private static void anErasureSaysWhatIsPending(
      Api api, String subject, String version, S3Proxy west) {
    Api.Answer certificate = api.delete("/v1/avatars/" + subject + "?erase=true");
    assertThat(certificate.status()).isEqualTo(200);
    assertThat(certificate.json().path("pendingRegions").path(0).asString()).isEqualTo("home");
    Wait.until(
        "the erased picture to leave the region that answers",
        Duration.ofSeconds(60),
        () -> keysOf(west, version).isEmpty());
    Wait.until(
        "what is pending to be counted",
        Duration.ofSeconds(60),
        () ->
            api.management("/metrics")
                .text()
                .contains("cameo_region_deletions{region=\"home\"} 1.0"));
  }

  private static List<String> keysOf(S3Proxy region, String version) {
    return region.content().keySet().stream()
        .filter(key -> key.startsWith("avatars/" + version + "/"))
        .toList();
  }

  /** I1 in both regions, I7 and I9: what must be there is there, and nothing else. */
  private static void everythingIsHome(Program program, S3Proxy home, S3Proxy west, String erased) {
    Wait.until(
        "both regions to hold what the database names, and nothing else",
        Duration.ofSeconds(90),
        () -> differences(program, home).isEmpty() && differences(program, west).isEmpty());
    assertThat(keysOf(home, erased)).isEmpty();
    // Its row goes after its objects.
    Wait.until(
        "nothing to be left to copy or to delete",
        Duration.ofSeconds(60),
        () ->
            new Truth(program).count("region_copy") == 0
                && new Truth(program).count("region_deletion") == 0);
  }

  private static List<String> differences(Program program, S3Proxy region) throws IOException {
    Map<String, byte[]> content = region.content();
    List<String> differences = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (Truth.VersionRow version : new Truth(program).versions().values()) {
      for (Truth.Recorded object : version.objects()) {
        named.add(object.key());
        byte[] bytes = content.get(object.key());
        if (version.mustHaveObjects()
            && (bytes == null || !Truth.sha256(bytes).equals(object.sha256()))) {
          differences.add("missing or damaged: " + object.key());
        }
      }
    }
    content.keySet().stream()
        .filter(key -> key.startsWith("avatars/") && !named.contains(key))
        .forEach(key -> differences.add("nobody's: " + key));
    return differences;
  }

  private static void gcFindsNothing(Path folder, S3Proxy home, S3Proxy west) {
    Answer answer = OperatorCommand.run(folder, settings(home, west), "gc", "--deep", "--json");
    assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
    JsonNode report = JsonMapper.builder().build().readTree(answer.out());
    for (String pile : List.of("orphans", "missing", "wrongBytes", "foreign", "onTheirWay")) {
      assertThat(report.path(pile).path("count").asInt(-1)).as(pile).isZero();
    }
    assertThat(report.path("named").path("count").asInt()).isGreaterThan(PICTURES);
  }
}
