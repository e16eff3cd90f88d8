package io.cameo.service.ops.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cameo.service.observability.SmokeMetric;
import io.cameo.service.ops.TestCommands;
import io.cameo.service.ops.TestCommands.Answer;
import io.cameo.service.ops.smoke.PretendCameo.Flaw;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step fails for what it is there for, and says what to do. */
class SmokeStepsTest {

  /** The steps that have to see each flaw; others may as well. */
  private static final Map<Flaw, String> SEEN_BY =
      Map.ofEntries(
          Map.entry(Flaw.NO_LIMITS_ADDRESS, "reach"),
          Map.entry(Flaw.UPLOADS_OFF, "reach"),
          Map.entry(Flaw.UPLOAD_FAILS, "upload"),
          Map.entry(Flaw.REPEAT_MAKES_A_VERSION, "repeat"),
          Map.entry(Flaw.CDN_MISSES, "cdn"),
          Map.entry(Flaw.NO_NOSNIFF, "pictures"),
          Map.entry(Flaw.SETS_A_COOKIE, "pictures"),
          Map.entry(Flaw.SHOWS_ANOTHER_PICTURE, "pictures"),
          Map.entry(Flaw.TAKES_ANY_TYPE, "types"),
          Map.entry(Flaw.TAKES_ANY_SIZE, "size"),
          Map.entry(Flaw.TAKES_DAMAGE, "damage"),
          Map.entry(Flaw.SCANNER_AWAY, "infected"),
          Map.entry(Flaw.KEEPS_WHAT_IT_REFUSED, "nothing-left"),
          Map.entry(Flaw.NEEDS_NO_KEY, "credentials"),
          Map.entry(Flaw.TOKENS_NEVER_END, "tokens"),
          Map.entry(Flaw.ANSWERS_EVERYTHING, "addresses"),
          Map.entry(Flaw.LIMITS_NOTHING, "rate-limit"),
          Map.entry(Flaw.PAGES_FOR_PROBLEMS, "problems"),
          Map.entry(Flaw.PROMISES_WEBP, "formats"),
          Map.entry(Flaw.STABLE_IS_IMMUTABLE, "stable"),
          Map.entry(Flaw.SHOWS_THE_OLD_ONE, "replace"),
          Map.entry(Flaw.SHOWS_DELETED, "delete"),
          Map.entry(Flaw.REVERTS_NOTHING, "revert"),
          Map.entry(Flaw.SHOWS_ERASED, "erase"),
          Map.entry(Flaw.CDN_PENDING, "erase"),
          Map.entry(Flaw.SILENT_LOG, "log"),
          Map.entry(Flaw.LEAKS, "log-secrets"),
          Map.entry(Flaw.KEEPS_ITS_KEYS, "clean-up"));

  /** What has to be tried before, for there to be something to see. */
  private static final Map<String, String> AFTER =
      Map.of(
          "nothing-left", "types",
          "problems", "types",
          "log", "credentials",
          "log-secrets", "credentials",
          "clean-up", "rate-limit",
          "replace", "stable",
          "delete", "replace",
          "revert", "replace delete",
          "erase", "replace");

  @TempDir private Path folder;

  private static List<Step> upTo(String step) {
    String names = "reach leftovers upload " + AFTER.getOrDefault(step, "") + " " + step;
    List<String> wanted = List.of(names.split(" +"));
    return SmokeSteps.ALL.stream().filter(one -> wanted.contains(one.name())).toList();
  }

  private SmokeReport run(PretendCameo system) throws Exception {
    return run(system, SmokeSteps.ALL);
  }

  private SmokeReport run(PretendCameo system, List<Step> steps) throws Exception {
    Patience patience = new Patience();
    SmokePlan plan =
        new SmokePlan(
            URI.create(system.url()),
            PretendCameo.KEY,
            "",
            SmokePlan.Scan.ON,
            List.of(folder.resolve("log")),
            Duration.ofMillis(150));
    try (Wire wire = new Wire(plan.url(), Duration.ofSeconds(10), Optional.empty())) {
      return new Smoke(
              plan,
              wire,
              Clock.systemUTC(),
              patience,
              new ThrowawayKey(Clock.systemUTC(), Duration.ofHours(2)))
          .run(steps, false, step -> {});
    }
  }

  private static Set<String> failed(SmokeReport report) {
    return report.steps().stream()
        .filter(step -> step.outcome() == Outcome.FAILED)
        .map(step -> step.step().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aSystemThatKeepsItsPromisesPassesAndNothingIsLeft() throws Exception {
    try (PretendCameo system = new PretendCameo(Flaw.NONE, folder.resolve("log"))) {
      SmokeReport report = run(system);

      assertThat(report.table()).as(String.join("\n", report.table())).isNotEmpty();
      assertThat(failed(report)).as(String.join("\n", report.table())).isEmpty();
      assertThat(report.count(Outcome.SKIPPED)).as("formats and the CDN").isEqualTo(2);
      assertThat(system.left()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Flaw.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "BEHIND_A_CDN"})
  void eachFlawIsSeenByItsStepWhichSaysWhatToDoAndNothingIsLeft(Flaw flaw) throws Exception {
    try (PretendCameo system = new PretendCameo(flaw, folder.resolve("log"))) {
      SmokeReport report = run(system, upTo(SEEN_BY.getOrDefault(flaw, "")));

      assertThat(failed(report)).as(String.join("\n", report.table())).contains(SEEN_BY.get(flaw));
      assertThat(report.steps().stream().flatMap(step -> step.broken().stream()))
          .allSatisfy(
              broken -> {
                assertThat(broken.expected()).isNotBlank();
                assertThat(broken.came()).isNotBlank();
                assertThat(broken.todo()).endsWith(".");
              });
      assertThat(String.join("\n", report.table()) + report.junit())
          .doesNotContain(PretendCameo.KEY)
          .doesNotContain("cameo_own");
      // Where something cannot be removed the mark stays, for the next run to find it by.
      if (flaw != Flaw.KEEPS_ITS_KEYS && flaw != Flaw.KEEPS_WHAT_IT_REFUSED) {
        assertThat(system.left()).isEmpty();
      }
    }
  }

  @Test
  void everyFlawHasItsStepAndEveryStepButTheseItsFlaw() {
    assertThat(SEEN_BY.keySet())
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Flaw.NONE, Flaw.BEHIND_A_CDN)));
    Set<String> steps = new TreeSet<>(SmokeSteps.ALL.stream().map(Step::name).toList());
    steps.removeAll(SEEN_BY.values());

    assertThat(steps).as("it has a test of its own below").containsExactly("leftovers");
  }

  @Test
  void aSystemBehindACdnIsFollowedThere() throws Exception {
    try (PretendCameo system = new PretendCameo(Flaw.BEHIND_A_CDN, folder.resolve("log"))) {
      SmokeReport report = run(system, upTo("cdn"));

      assertThat(failed(report)).as(String.join("\n", report.table())).isEmpty();
      assertThat(report.table())
          .anyMatch(line -> line.startsWith("cdn") && line.contains("from its cache (hit)"));
    }
  }

  @Test
  void whatAKilledRunHasLeftIsFoundAndRemovedAndARunThatMayStillRunIsLeftAlone() throws Exception {
    try (PretendCameo system = new PretendCameo(Flaw.NONE, folder.resolve("log"))) {
      Clock clock = Clock.systemUTC();
      String old = Names.fresh("", clock.instant().minus(Duration.ofHours(2))).rate();
      String young = Names.fresh("", clock.instant().minus(Duration.ofMinutes(2))).rate();
      system.leave(old);
      system.leave(young);

      SmokeReport report = run(system, upTo("leftovers"));

      assertThat(failed(report)).as(String.join("\n", report.table())).isEmpty();
      assertThat(String.join("\n", report.table())).contains("1 killed runs cleaned up");
      assertThat(system.left()).containsExactlyInAnyOrder(young, "subject=" + young);
    }
  }

  @Test
  void aKeyIsNeverSentToAnotherAddressThanTheSystems() throws Exception {
    try (PretendCameo system = new PretendCameo(Flaw.NONE, folder.resolve("log"));
        Wire wire = new Wire(URI.create(system.url()), Duration.ofSeconds(5), Optional.empty())) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> wire.send(Call.get("http://localhost:9/x").by("secret"))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("A key is sent to");
    }
  }

  @Test
  void theMetricsOfAMonitorSayHowEachStepEnded() throws Exception {
    try (PretendCameo system = new PretendCameo(Flaw.NO_NOSNIFF, folder.resolve("log"));
        Monitor monitor = Monitor.listen(new java.net.InetSocketAddress("127.0.0.1", 0))) {
      assertThat(monitor.text()).contains("cameo_smoke_runs_total{outcome=\"failed\"} 0");

      monitor.note(run(system, upTo("pictures")));

      String page =
          new String(
              URI.create("http://127.0.0.1:" + monitor.port() + "/metrics")
                  .toURL()
                  .openStream()
                  .readAllBytes(),
              java.nio.charset.StandardCharsets.UTF_8);
      assertThat(page)
          .contains("cameo_smoke_success 0\n")
          .contains("cameo_smoke_runs_total{outcome=\"failed\"} 1\n")
          .contains("cameo_smoke_last_success_timestamp_seconds 0\n")
          .contains("cameo_smoke_step{step=\"pictures\",outcome=\"failed\"} 1\n")
          .contains("cameo_smoke_step{step=\"upload\",outcome=\"passed\"} 1\n")
          .containsPattern(
              "cameo_smoke_step_duration_seconds\\{step=\"upload\"\\} \\d+\\.\\d{3}\n");
      assertThat(page.lines().filter(line -> !line.startsWith("#")))
          .allMatch(line -> line.matches("[a-z_]+(\\{[^}]*\\})? [0-9.]+"))
          .extracting(line -> line.split("[ {]", 2)[0])
          .as("all of the catalogue, and nothing else")
          .containsOnly(
              Stream.of(SmokeMetric.values())
                  .map(metric -> metric.measure().shown())
                  .toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--url ftp://x --key k",
        "--url x --key k",
        "--url http://user:secret@x --key k",
        "--url http://x/?a=b --key k",
        "--url http://x",
        "--url http://x --key k --every 1s",
        "--url http://x --key k --log /nowhere",
        "--url http://x --key k --scan perhaps",
        "--url http://x --key k --key-file f",
        "--url http://x --key-file /nowhere",
        "--url http://x --key k --subjects a/b",
        "--url http://x --key k --ca /dev/null",
        "--key k"
      })
  void whatMakesNoSenseIsWrongUseAndNothingOfItIsRepeated(String words) {
    Answer answer = TestCommands.on(folder).run(("smoke " + words).split(" "));

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).isNotBlank().doesNotContain("user:secret");
  }

  @Test
  void aPrivateAuthorityIsTrustedWhenItIsNamedAndNobodyElseIs() throws Exception {
    Path store = folder.resolve("store.p12");
    Path authority = folder.resolve("authority.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "a",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "a",
        "-keystore",
        store.toString(),
        "-file",
        authority.toString());
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(serving(store)));
    server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    server.start();
    URI url = URI.create("https://localhost:" + server.getAddress().getPort());
    try (Wire trusting = new Wire(url, Duration.ofSeconds(10), Optional.of(authority));
        Wire usual = new Wire(url, Duration.ofSeconds(10), Optional.empty())) {
      assertThat(trusting.send(Call.get("/")).status()).isEqualTo(204);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> usual.send(Call.get("/"))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("TLS failed");
    } finally {
      server.stop(0);
    }
  }

  private static void keytool(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", "of-this-test"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static SSLContext serving(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance(file.toFile(), "of-this-test".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "of-this-test".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void whereNothingListensTheFirstStepSaysSoAndTheRestIsSkipped() {
    Answer answer =
        TestCommands.on(folder)
            .with(Map.of("CAMEO_SMOKE_KEY", "key-of-the-environment"))
            .run("smoke", "--url", "http://127.0.0.1:1", "--json");

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(1);
    assertThat(answer.out())
        .contains("cannot be reached: nothing listens there")
        .contains("\"failed\" : 1")
        .doesNotContain("key-of-the-environment");
  }

  @Test
  void theKeyMayStandInAFile() throws Exception {
    Files.writeString(folder.resolve("key"), PretendCameo.KEY + "\n");
    try (PretendCameo system = new PretendCameo(Flaw.NONE, folder.resolve("log"))) {
      Answer answer =
          TestCommands.on(folder)
              .run("smoke", "--url", system.url(), "--key-file", folder.resolve("key").toString());

      assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
      assertThat(answer.out()).contains("0 failed").contains("TST-3 AUD-3");
    }
  }
}
