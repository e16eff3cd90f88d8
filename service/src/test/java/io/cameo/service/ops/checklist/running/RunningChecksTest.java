package io.cameo.service.ops.checklist.running;

import static io.cameo.service.ops.checklist.line.CannedWeb.SERVICE;
import static io.cameo.service.ops.checklist.line.CannedWeb.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.TestSettings;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.limits.LimitReport;
import io.cameo.service.ops.TestCommands;
import io.cameo.service.ops.checklist.Rows;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.CannedWeb;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.Terminal;
import io.cameo.service.scan.Clamd;
import io.cameo.service.scan.ScanSettings;
import io.cameo.service.scan.ScannerTrial;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the checks of the running service say when all is well, and when it is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningChecksTest {

  private static final long LARGEST = 5_242_880;
  private static final String SOUND = "StreamMaxLength 6M\nMaxFileSize 6M\nAlertExceedsMax yes";

  private TestDatabase database;
  private OpsContext context;
  private TestCommands commands;
  private List<Check> checks;

  @BeforeAll
  void open(@TempDir Path data) {
    database = TestDatabase.open();
    commands = TestCommands.on(database, data);
    context =
        new OpsContext(
            TestSettings.of(data, Map.of("CAMEO_DATABASE_URL", database.setting())),
            Clock.systemUTC(),
            new Terminal(System.out, System.err, false));
    checks = RunningChecks.of(new Installation(context));
  }

  @AfterAll
  void close() throws Exception {
    context.close();
    database.close();
  }

  private Answer look(String name) throws Exception {
    return checks.stream()
        .filter(each -> each.about().name().equals(name))
        .findFirst()
        .orElseThrow()
        .look();
  }

  @Test
  void aSwitchThatIsThrownIsAWarningWithItsReason() throws Exception {
    assertThat(look("switches-reachable").mark()).isEqualTo(Mark.PASS);
    assertThat(commands.run("uploads", "off", "--reason", "we move house").exitCode()).isZero();
    Answer off = look("switches-reachable");
    assertThat(commands.run("uploads", "on").exitCode()).isZero();

    assertThat(off.mark()).isEqualTo(Mark.WARN);
    assertThat(off.evidence().getFirst()).startsWith("uploads is off").endsWith("we move house");
  }

  @Test
  void aLimitThatWasTakenAwayIsMissed() throws Exception {
    assertThat(look("limits-set").mark()).isEqualTo(Mark.PASS);
    assertThat(commands.run("limits", "set", "subject-uploads", "0").exitCode()).isZero();
    assertThat(commands.run("limits", "set", "address-uploads", "0").exitCode()).isZero();
    Answer open = look("limits-set");
    assertThat(commands.run("limits", "reset", "subject-uploads").exitCode()).isZero();
    assertThat(commands.run("limits", "reset", "address-uploads").exitCode()).isZero();

    assertThat(open.mark()).isEqualTo(Mark.FAIL);
    assertThat(open.evidence()).hasSize(2);
    assertThat(
            new LimitsSet(() -> new LimitReport(false, List.of(), List.of(), List.of()))
                .look()
                .mark())
        .isEqualTo(Mark.FAIL);
  }

  private static Runnable samples(ScanSettings settings) {
    return () -> {
      try (ScannerTrial trial = new ScannerTrial(settings, Clock.systemUTC())) {
        trial.samples();
      }
    };
  }

  private static Supplier<ScannerTrial.Known> known(ScanSettings settings) {
    return () -> {
      try (ScannerTrial trial = new ScannerTrial(settings, Clock.systemUTC())) {
        return trial.known();
      }
    };
  }

  @Test
  void aRealScannerIsTriedAndOneThatLooksAtHalfIsFound(@TempDir Path folder) throws IOException {
    ScanSettings settings;
    try (Clamd sound = Clamd.start(folder.resolve("sound"), SOUND)) {
      settings = sound.settings(LARGEST);
      Answer good = new ScannerRefuses(Optional.of(samples(settings)), true).look();
      assertThat(good.mark()).as(good.toString()).isEqualTo(Mark.PASS);
      // One with signatures of our own alone does not say how old they are.
      assertThat(
              new SignaturesFresh(Optional.of(known(settings)), Optional.of(Duration.ofDays(7)))
                  .look()
                  .mark())
          .isEqualTo(Mark.FAIL);
    }
    assertThat(new ScannerRefuses(Optional.of(samples(settings)), true).look().mark())
        .as("one that is away")
        .isEqualTo(Mark.UNKNOWN);
    try (Clamd half = Clamd.start(folder.resolve("half"), "StreamMaxLength 6M\nMaxFileSize 1M")) {
      Answer bad = new ScannerRefuses(Optional.of(samples(half.settings(LARGEST))), true).look();
      assertThat(bad.mark()).isEqualTo(Mark.FAIL);
      assertThat(bad.evidence().getFirst()).contains("does not look at uploads of");
    }
  }

  @Test
  void withoutAScannerItDependsOnWhereThisIs() {
    assertThat(new ScannerRefuses(Optional.empty(), true).look().mark()).isEqualTo(Mark.FAIL);
    assertThat(new ScannerRefuses(Optional.empty(), false).look().mark()).isEqualTo(Mark.WARN);
    assertThat(new SignaturesFresh(Optional.empty(), Optional.empty()).look().mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }

  private static Mark signatures(Duration age, Optional<Duration> most) {
    return new SignaturesFresh(
            Optional.of(() -> new ScannerTrial.Known("ClamAV 1.4.6", Optional.of(age))), most)
        .look()
        .mark();
  }

  @Test
  void signaturesGrowOld() {
    Optional<Duration> week = Optional.of(Duration.ofDays(7));

    assertThat(signatures(Duration.ofHours(20), week)).isEqualTo(Mark.PASS);
    assertThat(signatures(Duration.ofDays(3), week)).isEqualTo(Mark.WARN);
    assertThat(signatures(Duration.ofDays(8), week)).isEqualTo(Mark.FAIL);
    assertThat(signatures(Duration.ofDays(8), Optional.empty())).isEqualTo(Mark.WARN);
  }

  @Test
  void versionsThatShouldBeGoneAreCounted() throws Exception {
    assertThat(look("old-versions-go").mark()).isEqualTo(Mark.PASS);
    Rows.retired(database.sql(), 3);
    Answer late = look("old-versions-go");
    database.sql().sql("delete from version").update();

    assertThat(late.mark()).isEqualTo(Mark.FAIL);
    assertThat(late.evidence()).hasSize(1).allMatch(line -> line.startsWith("1 versions"));
  }

  private Answer afterGc(int daysAgo, int orphans, int unrepairable) throws Exception {
    database
        .sql()
        .sql(
            """
            insert into gc_run (kind, holder, lease_until, tally, finished_at, outcome)
            values ('store', gen_random_uuid(), now(), cast(:tally as jsonb),
              now() - make_interval(days => :days), 'finished')
            """)
        .param("days", daysAgo)
        .param(
            "tally",
            "{\"orphans\":{\"count\":%d},\"unrepairable\":{\"count\":%d}}"
                .formatted(orphans, unrepairable))
        .update();
    try {
      return look("orphans-few");
    } finally {
      database.sql().sql("delete from gc_run").update();
    }
  }

  @Test
  void theLastComparisonOfTheStoreIsRead() throws Exception {
    assertThat(look("orphans-few").mark()).as("never").isEqualTo(Mark.UNKNOWN);
    assertThat(afterGc(1, 0, 0).mark()).isEqualTo(Mark.PASS);
    assertThat(afterGc(1, 3, 0).mark()).isEqualTo(Mark.WARN);
    assertThat(afterGc(50, 0, 0).mark()).isEqualTo(Mark.WARN);
    assertThat(afterGc(1, 0, 2).mark()).isEqualTo(Mark.FAIL);
  }

  private void job(String name, String due, int failures) {
    database
        .sql()
        .sql(
            "insert into scheduled_tasks (task_name, task_instance, execution_time, picked,"
                + " consecutive_failures, version) values (?, gen_random_uuid()::text, now() + "
                + "cast(? as interval), false, ?, 1)")
        .params(name, due, failures)
        .update();
  }

  @Test
  void jobsThatAreLateOrFailAreNamed() throws Exception {
    assertThat(look("jobs-run").mark()).as("none").isEqualTo(Mark.UNKNOWN);
    job("reap-versions", "1 minute", 0);
    assertThat(look("jobs-run").mark()).isEqualTo(Mark.PASS);
    job("reap-versions", "-1 hour", 5);
    Answer wrong = look("jobs-run");
    database.sql().sql("delete from scheduled_tasks").update();

    assertThat(wrong.mark()).isEqualTo(Mark.FAIL);
    assertThat(wrong.evidence()).hasSize(2);
  }

  @Test
  void jobsOfAReleaseThatWasLeftWaitAndAreNotLate() throws Exception {
    job("of-the-release-that-was-left", "-3 days", 5);
    Mark alone = look("jobs-run").mark();
    job("reap-versions", "1 minute", 0);
    Answer well = look("jobs-run");
    database.sql().sql("delete from scheduled_tasks").update();

    assertThat(alone).as("none of this release").isEqualTo(Mark.UNKNOWN);
    assertThat(well.mark()).isEqualTo(Mark.PASS);
    assertThat(well.evidence().getFirst())
        .startsWith("1 jobs are planned")
        .endsWith("1 job of another release waits for it.");
  }

  @Test
  void moreNodesThanAllowedForAreSeen() throws Exception {
    Supplier<org.springframework.jdbc.core.simple.JdbcClient> sql = database::sql;
    assertThat(new NodesSeen(sql, 1, false).look().mark()).isEqualTo(Mark.UNKNOWN);
    assertThat(new NodesSeen(sql, 2, true).look().mark())
        .as("several nodes with a disk each")
        .isEqualTo(Mark.FAIL);
    try (Connection node = database.dataSource().getConnection();
        Statement statement = node.createStatement()) {
      statement.execute("set application_name = 'cameo'");
      Answer seen = new NodesSeen(sql, 0, false).look();
      statement.execute("reset application_name");
      assertThat(seen.mark()).isEqualTo(Mark.FAIL);
    }
  }

  @Test
  void theServiceSaysWhetherItTakesUploads() throws Exception {
    assertThat(uploads(200, "{\"mode\":\"on\",\"bytes\":5}").mark()).isEqualTo(Mark.PASS);
    Answer off = uploads(200, "{\"mode\":\"off\",\"message\":\"we move\"}");
    assertThat(off.mark()).isEqualTo(Mark.WARN);
    assertThat(off.evidence().getFirst()).contains("we move");
    assertThat(uploads(502, "").mark()).isEqualTo(Mark.FAIL);
    assertThat(uploads(200, "<html>").mark()).isEqualTo(Mark.FAIL);
  }

  private static Answer uploads(int status, String body) throws Exception {
    return new UploadsTaken(SERVICE, CannedWeb.always(reply(status, body))).look();
  }

  @Test
  void errorsMustBeProblemDocuments() throws Exception {
    CannedWeb good =
        new CannedWeb(
            request ->
                reply(
                    request.method().equals("GET") ? 404 : 401,
                    "{\"code\":\"x\"}",
                    "Content-Type",
                    "application/problem+json",
                    "X-Request-Id",
                    "1"));
    assertThat(new ErrorsAreProblems(SERVICE, good).look().mark()).isEqualTo(Mark.PASS);
    CannedWeb page =
        new CannedWeb(
            request ->
                reply(
                    request.method().equals("GET") ? 404 : 401,
                    "<h1>java.io.IOException</h1>",
                    "Content-Type",
                    "text/html"));
    Answer wrong = new ErrorsAreProblems(SERVICE, page).look();
    assertThat(wrong.mark()).isEqualTo(Mark.FAIL);
    assertThat(wrong.evidence()).hasSize(6);
    assertThat(new ErrorsAreProblems(SERVICE, CannedWeb.always(reply(200, ""))).look().evidence())
        .hasSize(2);
  }

  @Test
  void theStatusIsTold() throws Exception {
    assertThat(
            new StatusTold(SERVICE, CannedWeb.always(reply(200, "{\"status\":\"on\"}")))
                .look()
                .mark())
        .isEqualTo(Mark.PASS);
    assertThat(new StatusTold(SERVICE, CannedWeb.always(reply(403, ""))).look().mark())
        .isEqualTo(Mark.FAIL);
  }

  @Test
  void metricsThatAreNotGivenAreNamed() throws Exception {
    About about = new About(Line.PERF_1, "x", "x", "x.");
    CannedWeb web = CannedWeb.always(reply(200, "# HELP\ncameo_uploads_total 1\n"));

    assertThat(
            new MetricsGiven(about, Optional.empty(), List.of("cameo_uploads"), SERVICE, web)
                .look()
                .mark())
        .isEqualTo(Mark.PASS);
    Answer missing =
        new MetricsGiven(
                about, Optional.empty(), List.of("cameo_s3_", "cameo_other_"), SERVICE, web)
            .look();
    assertThat(missing.mark()).isEqualTo(Mark.FAIL);
    assertThat(missing.evidence()).hasSize(2);
    assertThat(
            new MetricsGiven(about, Optional.of("no bucket"), List.of(), SERVICE, web)
                .look()
                .mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
    assertThatThrownBy(
            () ->
                new MetricsGiven(
                    about, Optional.empty(), List.of("http_server_requests"), SERVICE, web))
        .as("a fresh system has answered no request yet, and is well all the same")
        .hasMessageContaining("just up");
  }

  /** With a real worker in its sandbox. */
  @Test
  void whatIsNoPictureIsRefused() throws Exception {
    Answer answer = look("types-refused");

    assertThat(answer.mark()).as(answer.toString()).isEqualTo(Mark.PASS);
    assertThat(answer.evidence().getFirst()).contains("SVG ", "PDF ", "broken JPEG ");
  }

  private static TypesRefused.Uploads uploads(boolean takesAll) {
    return new TypesRefused.Uploads() {
      @Override
      public Optional<String> refusal(byte[] upload) {
        return takesAll ? Optional.empty() : Optional.of("unsupported");
      }

      @Override
      public byte[] picture() {
        return new byte[10];
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  @Test
  void whateverWouldBeTakenIsNamed() throws Exception {
    Answer open = new TypesRefused(() -> uploads(true)).look();
    assertThat(open.mark()).isEqualTo(Mark.FAIL);
    assertThat(open.evidence()).hasSize(5).allMatch(line -> line.endsWith("would be taken."));
    Answer closed = new TypesRefused(() -> uploads(false)).look();
    assertThat(closed.mark()).isEqualTo(Mark.FAIL);
    assertThat(closed.evidence()).containsExactly("A whole JPEG would be refused: unsupported.");
  }
}
