package io.cameo.service.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cameo.service.scan.ScannerUnavailableException.Reason;
import io.cameo.storage.Until;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scanner on a real clamd, sound and broken. */
class ClamdScannerTest {

  private static final int LARGEST = 3_000_000;
  private static final String LIMITS = "StreamMaxLength 3M\nMaxFileSize 3M\nAlertExceedsMax yes";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Clamd sound;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    sound = Clamd.start(shared, LIMITS);
  }

  @AfterAll
  static void stop() {
    if (sound != null) {
      sound.close();
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private Clamd clamd(String limits) throws IOException {
    Clamd clamd = Clamd.start(folder, limits);
    opened.add(clamd);
    return clamd;
  }

  private ClamdScanner scanner(ScanSettings settings) {
    ClamdScanner scanner = TestScanners.started(settings, metrics);
    opened.add(scanner);
    return scanner;
  }

  private static Verdict scan(Scanner scanner, byte[] bytes) {
    try (Scan scan = scanner.begin()) {
      scan.send(bytes, 0, bytes.length);
      return scan.verdict();
    }
  }

  private static void assertUnavailable(Reason reason, Scanner scanner, byte[] bytes) {
    ScannerUnavailableException why =
        catchThrowableOfType(ScannerUnavailableException.class, () -> scan(scanner, bytes));
    assertThat(why).isNotNull();
    assertThat(why.reason()).as(why.detail()).isEqualTo(reason);
  }

  /** A JPEG's beginning, with words in its EXIF and behind its end. */
  private static byte[] jpeg(byte[] exif, byte[] behind) {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    jpeg.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1});
    jpeg.write((exif.length + 8) >> 8);
    jpeg.write(exif.length + 8);
    jpeg.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    jpeg.writeBytes(exif);
    jpeg.writeBytes(new byte[200_000]);
    jpeg.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
    jpeg.writeBytes(behind);
    return jpeg.toByteArray();
  }

  @Test
  void p11FindsEicarPlainAppendedAndInExifOverTcpAndAUnixSocket() {
    byte[] eicar = Samples.eicar();
    for (ClamdAddress address : List.of(sound.tcp(), sound.unix())) {
      Scanner scanner = scanner(TestScanners.settings(address, LARGEST));

      assertThat(scan(scanner, jpeg(new byte[0], new byte[0])))
          .isEqualTo(new Verdict.Clean(scanner.signatures().orElseThrow()));
      for (byte[] infected : List.of(eicar, jpeg(new byte[0], eicar), jpeg(eicar, new byte[0]))) {
        assertThat(scan(scanner, infected))
            .isEqualTo(new Verdict.Infected("Test.Eicar.UNOFFICIAL"));
      }
    }
    assertThat(metrics.get("cameo.scans").tag("verdict", "infected").timer().count()).isEqualTo(6);
  }

  @Test
  void givesEveryConnectionBackWhateverBecomesOfAScan() {
    ClamdScanner scanner = scanner(sound.settings(LARGEST));
    for (int i = 0; i < 50; i++) {
      try (Scan scan = scanner.begin()) {
        scan.send(new byte[1000], 0, 1000);
      }
    }

    assertThat(scanner.underWay()).isZero();
    assertThat(metrics.get("cameo.scans").tag("verdict", "abandoned").timer().count())
        .isEqualTo(50);
    Until.holds("clamd has nothing open", () -> sound.ask("STATS").contains("QUEUE: 0 items"));
    assertThat(scan(scanner, Samples.harmless())).isInstanceOf(Verdict.Clean.class);
  }

  @Test
  void k1TakesNoMoreThanAllowedAtOnceAndLetsNobodyWaitForLong() {
    ClamdScanner scanner = scanner(sound.settings(LARGEST));
    List<Scan> held = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      held.add(scanner.begin());
    }

    assertUnavailable(Reason.BUSY, scanner, Samples.harmless());
    held.forEach(Scan::close);
    assertThat(scan(scanner, Samples.harmless())).isInstanceOf(Verdict.Clean.class);
  }

  @Test
  void k1RefusesWhatClamdDoesNotTakeAndReadsWhyAfterTheBrokenPipe() {
    ClamdScanner scanner = scanner(sound.settings(LARGEST));

    assertUnavailable(Reason.LIMIT, scanner, new byte[12_000_000]);
    assertThat(scan(scanner, Samples.harmless())).isInstanceOf(Verdict.Clean.class);
  }

  @Test
  void k2IsNotAvailableWhenClamdCallsCleanWhatItHasNotLookedAt() throws IOException {
    ClamdScanner scanner = scanner(clamd("StreamMaxLength 6M\nMaxFileSize 1M").settings(LARGEST));

    assertUnavailable(Reason.UNFIT, scanner, Samples.harmless());
    assertThat(scanner.wrong().orElseThrow())
        .contains("MaxFileSize", "StreamMaxLength", "AlertExceedsMax", "restart clamd");
    assertThat(ScanConfiguration.health(scanner).getDetails().get("reason"))
        .isEqualTo(scanner.wrong().orElseThrow());
    assertThat(metrics.get("cameo.scan.ready").gauge().value()).isZero();
  }

  @Test
  void theConfigurationOfTheManualIsTakenByClamdAndFits() throws IOException {
    String page = Files.readString(Path.of("../docs/operations/scanner.md"));
    String block = page.split("## clamd.conf\n\n```\n", 2)[1].split("```", 2)[0];
    assertThat(block).contains("AlertExceedsMax yes", "LocalSocket /");

    ClamdScanner scanner =
        scanner(clamd(block.replaceAll("(?m)^LocalSocket .*$", "")).settings(LARGEST));

    assertThat(scan(scanner, Samples.harmless())).isInstanceOf(Verdict.Clean.class);
  }

  @Test
  void k2IsNotAvailableWhenClamdCannotSeeTheLargestUpload() throws IOException {
    for (String limits :
        List.of(
            "StreamMaxLength 1M\nMaxFileSize 6M",
            "StreamMaxLength 6M\nMaxFileSize 1M\nAlertExceedsMax yes")) {
      try (Clamd clamd = Clamd.start(folder, limits);
          ClamdScanner scanner = TestScanners.started(clamd.settings(LARGEST), metrics)) {
        assertUnavailable(Reason.LIMIT, scanner, Samples.harmless());
      }
    }
  }

  @Test
  void provesItselfWithTheArchiveWhereASignatureIsForTheFileAlone() throws IOException {
    Clamd clamd = clamd(LIMITS);
    clamd.kill();
    // As md5sum has it: the signature is for exactly these 68 bytes.
    java.nio.file.Files.delete(folder.resolve("db/own.ndb"));
    java.nio.file.Files.writeString(
        folder.resolve("db/own.hdb"), "44d88612fea8a8f36de82e1278abb02f:68:Test.Hash\n");
    clamd.launch();

    assertThat(scan(scanner(clamd.settings(LARGEST)), Samples.harmless()))
        .isInstanceOf(Verdict.Clean.class);
  }

  @Test
  void k1IsNotAvailableWhileClamdIsDownAndIsAgainWhenItIsBack() throws IOException {
    Clamd clamd = clamd(LIMITS);
    clamd.kill();
    ClamdScanner scanner = scanner(clamd.settings(LARGEST));
    assertUnavailable(Reason.DOWN, scanner, Samples.harmless());

    clamd.launch();

    Until.holds("it is relied on again", () -> scanner.wrong().isEmpty());
    assertThat(scan(scanner, Samples.eicar())).isInstanceOf(Verdict.Infected.class);
  }

  @Test
  void k1GivesNoVerdictWhenClamdIsKilledInTheMiddle() throws IOException {
    Clamd clamd = clamd(LIMITS);
    ClamdScanner scanner = scanner(clamd.settings(LARGEST));
    try (Scan scan = scanner.begin()) {
      scan.send(new byte[100_000], 0, 100_000);
      clamd.kill();

      ScannerUnavailableException why =
          catchThrowableOfType(
              ScannerUnavailableException.class,
              () -> {
                scan.send(new byte[100_000], 0, 100_000);
                scan.verdict();
              });
      assertThat(why).isNotNull();
      assertThat(why.reason()).isEqualTo(Reason.CLOSED);
    }
    Until.holds("the watch knows", () -> scanner.wrong().isPresent());
    assertUnavailable(Reason.DOWN, scanner, Samples.harmless());
    assertThat(scanner.underWay()).isZero();
  }

  @Test
  void k1GivesUpOnAClamdThatHangsAndIsAvailableWhenItGoesOn() throws Exception {
    Clamd clamd = clamd(LIMITS);
    ClamdScanner scanner =
        scanner(
            TestScanners.settings(clamd.unix(), LARGEST, Duration.ofMillis(400), Optional.empty()));
    assertThat(scanner.wrong()).isEmpty();
    clamd.signal("STOP");
    try {
      assertUnavailable(Reason.SLOW, scanner, new byte[LARGEST]);
      Until.holds("the watch knows", () -> scanner.wrong().isPresent());
    } finally {
      clamd.signal("CONT");
    }

    Until.holds("it is relied on again", () -> scanner.wrong().isEmpty());
    assertThat(scan(scanner, Samples.harmless())).isInstanceOf(Verdict.Clean.class);
  }

  @Test
  void k1KeepsGivingVerdictsWhileSignaturesAreReloaded() throws IOException {
    Clamd clamd = clamd(LIMITS);
    ClamdScanner scanner = scanner(clamd.settings(LARGEST));
    byte[] later = "what nobody knew before".getBytes(StandardCharsets.US_ASCII);
    assertThat(scan(scanner, later)).isInstanceOf(Verdict.Clean.class);

    clamd.teach("later.ndb", "Test.Later", later);
    assertThat(clamd.ask("RELOAD")).isEqualTo("RELOADING");

    Until.holds(
        "the new signature is used; EICAR is found all the time",
        () -> {
          assertThat(scan(scanner, Samples.eicar())).isInstanceOf(Verdict.Infected.class);
          return scan(scanner, later) instanceof Verdict.Infected;
        });
  }

  @Test
  void k1IsNotAvailableWithSignaturesThatDoNotSayTheirAge() {
    ClamdScanner scanner =
        scanner(
            TestScanners.settings(
                sound.tcp(), LARGEST, Duration.ofSeconds(5), Optional.of(Duration.ofDays(7))));

    assertUnavailable(Reason.STALE, scanner, Samples.harmless());
    assertThat(scanner.wrong().orElseThrow()).contains("CAMEO_SCAN_MAX_SIGNATURE_AGE to off");
  }
}
