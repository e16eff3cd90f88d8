package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder of broken pictures, uploaded to a running program and looked at by {@code inspect}: each
 * is answered, nothing dies but workers, nothing is left behind, and good pictures go on being
 * taken in between. {@code ./cameo fuzz --pictures N} is the same with many more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutantsTest {

  private static final int COUNT = Integer.getInteger("cameo.mutants", 300);
  private static final long SEED = Long.getLong("cameo.mutants.seed", 4L);
  private static final int CONTROL_EVERY = 100;
  private static final int CLIENTS = 4;

  /** What a single picture may take, and what the service has to notice that it took longer. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final Duration NOTICED = Duration.ofSeconds(1);

  /** The server's heap, its uploads' memory, and what a JVM needs besides. */
  private static final long SERVER_MEGABYTES = 512 + 64 + 400;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "CAMEO_PICTURE_DEADLINE", DEADLINE.toSeconds() + "s",
          "CAMEO_SPOOL_MEMORY", "64000000",
          "CAMEO_WORKERS", "2",
          "CAMEO_REAP_EVERY", "500ms");

  /** What an upload may be answered: taken, refused, or asked to be tried again. */
  private static final Set<Integer> ANSWERS = Set.of(200, 201, 400, 413, 415, 422, 503);

  private final Mutants mutants = new Mutants(SEED);
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Map<Long, Long> mostMegabytes = new TreeMap<>();
  private Program program;

  @TempDir private Path corpus;

  @BeforeAll
  void start() {
    program = Program.start(Homes.prepared(), SETTINGS);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  @Test
  void everyUploadIsAnsweredAndNothingIsLeftBehind() throws Exception {
    long pid = program.pid();
    Api api = new Api(program, Program.ADMIN_KEY);
    int controls = 0;
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int first = 0; first < COUNT; first += CONTROL_EVERY) {
        List<Future<Api.Answer>> answers = new ArrayList<>();
        for (int i = first; i < Math.min(COUNT, first + CONTROL_EVERY); i++) {
          byte[] mutant = mutants.mutant(i);
          answers.add(clients.submit(() -> api.upload(Api.subject(), mutant)));
        }
        for (int i = 0; i < answers.size(); i++) {
          count(first + i, answers.get(i).get(60, TimeUnit.SECONDS));
        }
        byte[] good = Pictures.jpeg(Pictures.quarters(200 + first / CONTROL_EVERY, 150));
        Api.Answer control = api.upload(Api.subject(), good);
        assertThat(control.status()).as(control.text()).isEqualTo(201);
        controls++;
        lookAtMemory();
      }
    }

    assertThat(controls).isEqualTo(Math.ceilDiv(COUNT, CONTROL_EVERY));
    assertThat(program.isAlive()).isTrue();
    assertThat(program.pid()).isEqualTo(pid);
    assertThat(outcomes.keySet()).as("kinds of answers").hasSizeGreaterThan(3);
    Truth truth = new Truth(program);
    Wait.until(
        "temporary files to be gone: " + truth.temporaryFiles(),
        Duration.ofSeconds(15),
        () -> truth.temporaryFiles().isEmpty());
    assertThat(truth.violations()).isEmpty();
    Wait.until(
        "two workers and no more", Duration.ofSeconds(30), () -> program.workers().size() == 2);
    report("uploads", outcomes + ", most memory of a process in MB " + mostMegabytes.values());
  }

  private void count(int number, Api.Answer answer) {
    assertThat(ANSWERS).as("mutant " + number + ": " + answer.text()).contains(answer.status());
    boolean taken = answer.status() < 300;
    String code = taken ? "accepted" : answer.code();
    assertThat(code).as("mutant " + number + ": " + answer.text()).isNotEmpty();
    outcomes.merge(code, 1, Integer::sum);
  }

  /** The kernel holds a worker to its limit of data; the server has its heap and little besides. */
  private void lookAtMemory() {
    List<ProcessHandle> workers = program.workers();
    assertThat(megabytes(program.pid())).as("the server").isBetween(1L, SERVER_MEGABYTES);
    for (ProcessHandle worker : workers) {
      long limit = dataLimitMegabytes(worker.pid());
      if (limit > 0) {
        assertThat(megabytes(worker.pid())).as("a worker").isLessThan(limit);
      }
    }
  }

  private long megabytes(long pid) {
    long most = number(pid, "status", Pattern.compile("VmHWM:\\s+(\\d+) kB")) / 1024;
    mostMegabytes.merge(pid, most, Math::max);
    return most;
  }

  private static long dataLimitMegabytes(long pid) {
    return number(pid, "limits", Pattern.compile("Max data size\\s+(\\d+)")) >> 20;
  }

  /** A figure of a process; 0 when it has ended meanwhile. */
  private static long number(long pid, String file, Pattern form) {
    try {
      Matcher found = form.matcher(Files.readString(Path.of("/proc/" + pid + "/" + file)));
      return found.find() ? Long.parseLong(found.group(1)) : 0;
    } catch (IOException ended) {
      return 0;
    }
  }

  @Test
  void inspectAnswersEveryFileOfTheFolderWithinTheDeadline() throws Exception {
    for (int i = 0; i < COUNT; i++) {
      Files.write(corpus.resolve("%06d".formatted(i)), mutants.mutant(i));
    }
    Path home = Homes.empty();
    OperatorCommand.Answer answer =
        OperatorCommand.run(
            Duration.ofSeconds(120 + COUNT),
            home,
            Map.of("CAMEO_PICTURE_DEADLINE", DEADLINE.toSeconds() + "s", "CAMEO_WORKERS", "2"),
            "inspect",
            "--json",
            corpus.toString());

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(1);
    JsonMapper json = JsonMapper.builder().build();
    List<JsonNode> findings = answer.out().lines().map(json::readTree).toList();
    assertThat(findings).hasSize(COUNT);
    assertThat(findings.stream().map(line -> line.path("file").asString()).distinct())
        .hasSize(COUNT);
    Map<String, Integer> verdicts = new TreeMap<>();
    long slowest = 0;
    for (JsonNode finding : findings) {
      String verdict = finding.path("verdict").asString();
      assertThat(verdict).as(finding.toString()).isIn("accepted", "refused", "failed");
      verdicts.merge(verdict, 1, Integer::sum);
      slowest = Math.max(slowest, finding.path("ms").asLong());
    }
    assertThat(slowest).isLessThan(DEADLINE.plus(NOTICED).toMillis());
    int controls = COUNT / CONTROL_EVERY;
    assertThat(answer.err())
        .contains(controls + " of " + controls + " control pictures in between were accepted");
    Processes.awaitNoneOf(home, Duration.ofSeconds(15));
    report("inspect", verdicts + ", slowest " + slowest + " ms; " + answer.err().strip());
    PackagedForm.remove(home);
  }

  /** For who runs many: what became of them, in target/mutants-*.txt. */
  private static void report(String what, String words) throws IOException {
    Files.writeString(
        Path.of("target", "mutants-" + what + ".txt"),
        "%s of %d mutated pictures, seed %d: %s%n".formatted(what, COUNT, SEED, words));
  }
}
