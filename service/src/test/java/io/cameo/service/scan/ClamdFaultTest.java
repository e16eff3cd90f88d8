package io.cameo.service.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cameo.service.scan.ScannerUnavailableException.Reason;
import io.cameo.storage.Until;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything a scanner may answer that is no verdict, from a server that answers it. */
class ClamdFaultTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final byte[] UPLOAD = ScriptedClamd.UPLOAD.getBytes(StandardCharsets.US_ASCII);

  private final ScriptedClamd clamd = ScriptedClamd.start();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Optional<ClamdScanner> opened = Optional.empty();

  @AfterEach
  void close() throws IOException {
    opened.ifPresent(ClamdScanner::close);
    clamd.close();
  }

  private ClamdScanner scanner(Optional<Duration> age) {
    ScanSettings settings =
        TestScanners.settings(clamd.address(), 100_000, Duration.ofMillis(500), age);
    ClamdScanner scanner =
        new ClamdScanner(settings, metrics, Clock.fixed(NOW, ZoneOffset.UTC), System::nanoTime);
    opened = Optional.of(scanner);
    scanner.start();
    return scanner;
  }

  private static Reason refused(Scanner scanner) {
    ScannerUnavailableException why =
        catchThrowableOfType(
            ScannerUnavailableException.class,
            () -> {
              try (Scan scan = scanner.begin()) {
                scan.send(UPLOAD, 0, UPLOAD.length);
                scan.verdict();
              }
            });
    assertThat(why).as("there must be no verdict").isNotNull();
    assertThat(why.detail()).as("what to do").containsPattern("[A-Z].*\\.");
    return why.reason();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "INSTREAM size limit exceeded. ERROR\\0            | LIMIT",
        "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\\0 | LIMIT",
        "stream: Can't allocate memory ERROR\\0             | ERROR",
        "HTTP/1.1 400 Bad Request\\0                        | GARBAGE",
        "stream: OK                                         | CLOSED",
        "stream: OKAY\\0                                    | GARBAGE",
        "stream: ok\\0                                      | GARBAGE",
        "other: OK\\0                                       | GARBAGE",
        "stream:  FOUND\\0                                  | GARBAGE",
        "\\0                                                | GARBAGE",
        "<close>                                            | CLOSED",
        "<hang>                                             | SLOW",
      })
  void k1AnAnswerThatIsNoVerdictIsNeverOne(String answer, Reason reason) {
    clamd.answer(answer.replace("\\0", "\0"));
    Scanner scanner = scanner(Optional.empty());

    assertThat(refused(scanner)).isEqualTo(reason);
    assertThat(metrics.get("cameo.scans").tag("verdict", ScanMetrics.word(reason)).timer().count())
        .isEqualTo(1);
  }

  @Test
  void k1AnAnswerWithoutAnEndIsNotReadToIt() {
    clamd.answer("x".repeat(5_000_000));

    assertThat(refused(scanner(Optional.empty()))).isEqualTo(Reason.GARBAGE);
  }

  @Test
  void k1AVerdictBeforeTheEndOfTheBytesIsNone() {
    clamd.answer("stream: OK\0");
    clamd.closeAfter(1);
    Scanner scanner = scanner(Optional.empty());
    byte[] large = new byte[20_000_000];
    System.arraycopy(UPLOAD, 0, large, 0, UPLOAD.length);

    ScannerUnavailableException why =
        catchThrowableOfType(
            ScannerUnavailableException.class,
            () -> {
              try (Scan scan = scanner.begin()) {
                scan.send(large, 0, large.length);
                scan.verdict();
              }
            });

    assertThat(why).isNotNull();
    assertThat(why.reason()).isEqualTo(Reason.CLOSED);
  }

  private ClamdScanner scanner(LongSupplier nanos) {
    ScanSettings settings =
        TestScanners.settings(clamd.address(), 1_000_000, Duration.ofSeconds(10), Optional.empty());
    ClamdScanner scanner =
        new ClamdScanner(settings, metrics, Clock.fixed(NOW, ZoneOffset.UTC), nanos);
    opened = Optional.of(scanner);
    scanner.start();
    return scanner;
  }

  /** Sends that many amounts of a thousand bytes, EICAR across two of them. */
  private static Verdict inSmallAmounts(Scanner scanner, int amounts) {
    byte[] bytes = new byte[amounts * 1_000];
    byte[] eicar = Samples.eicar();
    System.arraycopy(UPLOAD, 0, bytes, 0, UPLOAD.length);
    System.arraycopy(eicar, 0, bytes, bytes.length - 1_000 - eicar.length / 2, eicar.length);
    try (Scan scan = scanner.begin()) {
      for (int i = 0; i < amounts; i++) {
        scan.send(bytes, i * 1_000, 1_000);
      }
      return scan.verdict();
    }
  }

  @Test
  void smallAmountsAreGatheredAndNoneIsLost() {
    Scanner scanner = scanner(() -> 0);

    assertThat(inSmallAmounts(scanner, 200)).isInstanceOf(Verdict.Infected.class);

    assertThat(clamd.received()).isEqualTo(200_000);
    assertThat(clamd.pieces()).as("the first at once, then 64 KiB each").isEqualTo(5);
  }

  /** clamd hangs up on whoever is silent for long. */
  @Test
  void aSlowUploadKeepsTheScannerListening() {
    AtomicLong seconds = new AtomicLong();
    Scanner scanner = scanner(() -> seconds.getAndIncrement() * 1_000_000_000L);

    assertThat(inSmallAmounts(scanner, 10)).isInstanceOf(Verdict.Infected.class);

    assertThat(clamd.pieces()).isEqualTo(10);
  }

  @Test
  void aScanThatIsGivenUpReachesTheScannerAtOnce() {
    Scanner scanner = scanner(Optional.empty());
    Scan scan = scanner.begin();
    scan.send(UPLOAD, 0, UPLOAD.length);

    scan.close();

    Until.holds("the scanner sees the end", () -> clamd.abandoned() == 1);
  }

  /** The breaker: whoever comes after some failures costs the scanner nothing. */
  @Test
  void k1IsNotAskedAnyMoreAfterItFailedSomeTimesUntilATrialIsPassed() {
    clamd.answer("<close>");
    ClamdScanner scanner = scanner(Optional.empty());
    clamd.version("away");
    for (int i = 0; i < 3; i++) {
      refused(scanner);
    }
    Until.holds("a trial has failed", () -> scanner.wrong().orElse("").contains("VERSION"));

    assertThat(refused(scanner)).isEqualTo(Reason.GARBAGE);

    clamd.answer("");
    clamd.version("ClamAV 1.4.6");
    Until.holds("a trial was passed", () -> scanner.wrong().isEmpty());
    scanner.requireAvailable();
  }

  private static String dated(Duration ago) {
    return "ClamAV 1.4.6/27805/"
        + DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(NOW.minus(ago));
  }

  @Test
  void k1SignaturesMayBeAsOldAsIsAllowedAndNotOlder() {
    clamd.version(dated(Duration.ofDays(7)));
    ClamdScanner scanner = scanner(Optional.of(Duration.ofDays(7)));

    assertThat(scanner.wrong()).isEmpty();
    assertThat(metrics.get("cameo.scan.signature.age.seconds").gauge().value())
        .isEqualTo(7 * 86_400.0);
    scanner.close();

    clamd.version(dated(Duration.ofDays(7).plusSeconds(1)));
    assertThat(refused(scanner(Optional.of(Duration.ofDays(7))))).isEqualTo(Reason.STALE);
  }

  @ParameterizedTest
  @CsvSource({"ClamAV 1.4.6", "ClamAV 1.4.6/27805/yesterday", "ClamAV 1.4.6/27805"})
  void k1SignaturesWithoutADateAreTakenOnlyWhenTheirAgeDoesNotMatter(String words) {
    clamd.version(words);

    assertThat(refused(scanner(Optional.of(Duration.ofDays(7))))).isEqualTo(Reason.STALE);
    opened.orElseThrow().close();
    assertThat(scanner(Optional.empty()).wrong()).isEmpty();
  }

  @Test
  void k1SignaturesOfTheFutureAreNotBelieved() {
    clamd.version(dated(Duration.ofHours(-14)));
    assertThat(scanner(Optional.of(Duration.ofDays(7))).wrong()).as("a time zone").isEmpty();
    opened.orElseThrow().close();

    clamd.version(dated(Duration.ofDays(-2)));
    assertThat(refused(scanner(Optional.of(Duration.ofDays(7))))).isEqualTo(Reason.STALE);
  }
}
