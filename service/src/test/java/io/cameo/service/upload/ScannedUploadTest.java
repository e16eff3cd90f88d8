package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.http.ProblemException;
import io.cameo.service.observability.Marks;
import io.cameo.service.scan.ClamdScanner;
import io.cameo.service.scan.Scan;
import io.cameo.service.scan.ScannerUnavailableException;
import io.cameo.service.scan.ScriptedClamd;
import io.cameo.service.scan.TestScanners;
import io.cameo.storage.Until;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;

/** Where in the way of an upload the scanner stands, and what passes it. */
class ScannedUploadTest {

  @TempDir Path folder;

  private final ScriptedClamd clamd = ScriptedClamd.start();
  private final ClamdScanner scanner =
      TestScanners.started(clamd.settings(100_000), new SimpleMeterRegistry());

  @AfterEach
  void close() throws IOException {
    scanner.close();
    clamd.close();
  }

  private static byte[] picture(int seed) {
    byte[] picture = UploadRig.picture(seed);
    byte[] mark = ScriptedClamd.UPLOAD.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(mark, 0, picture, 4, mark.length);
    return picture;
  }

  private Spool.Spooled receive(InputStream body) {
    return new Spool(
            folder.resolve("spool"), new SpoolMemory(0), scanner, Marks.NONE, System::nanoTime)
        .receive(body, -1, 10_000, Duration.ofSeconds(30));
  }

  /** Gives nothing but waits, when it is first read, until the scanner has what came before. */
  private InputStream waitsForTheScanner(long bytes) {
    return new InputStream() {
      @Override
      public int read() {
        Until.holds("the scanner has the first bytes", () -> clamd.received() >= bytes);
        return -1;
      }
    };
  }

  @Test
  void theScannerSeesTheFirstBytesBeforeTheLastHaveCome() {
    byte[] picture = picture(1);
    InputStream body =
        new SequenceInputStream(
            new SequenceInputStream(
                new ByteArrayInputStream(picture), waitsForTheScanner(picture.length)),
            new ByteArrayInputStream(new byte[] {1}));

    try (Spool.Spooled spooled = receive(body)) {
      assertThat(spooled.length()).isEqualTo(picture.length + 1);
      assertThat(spooled.scannedBy()).contains("ClamAV 1.4.6");
    }
  }

  @Test
  void aBodyThatEndsEarlyGivesItsScanUpAndLeavesNothing() {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(picture(1)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the caller left");
              }
            });

    for (InputStream body :
        List.of(
            broken,
            new SequenceInputStream(
                new ByteArrayInputStream(picture(1)),
                new ByteArrayInputStream(new byte[20_000])))) {
      assertThat(catchThrowableOfType(ProblemException.class, () -> receive(body))).isNotNull();
    }

    assertThat(scanner.underWay()).isZero();
    Until.holds("no scan is left open", () -> scanner.underWay() == 0);
    assertThat(folder.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void p11AnInfectedUploadLeavesAnAuditLineAndNothingElse() {
    clamd.answer("stream: Test.Secret.Name FOUND\0");
    try (UploadRig rig = UploadRig.onDisk(folder, scanner)) {
      MockHttpServletResponse answer = rig.upload("ann", Optional.of("key"), picture(1));

      assertRefused(answer, 422, "infected");
      assertNothingOf("ann", rig);
      assertThat(outcomes(rig)).containsExactly("infected");
    }
  }

  @Test
  void k1AnUploadWithoutAVerdictIsAnswered503AndMayComeAgain() throws Exception {
    clamd.answer("stream: OK");
    try (UploadRig rig = UploadRig.onDisk(folder, scanner)) {
      MockHttpServletResponse answer = rig.upload("ann", Optional.empty(), picture(1));

      assertRefused(answer, 503, "scanner-unavailable");
      assertThat(answer.getHeader("Retry-After")).isEqualTo("10");
      assertNothingOf("ann", rig);
      assertThat(outcomes(rig)).containsExactly("scanner-unavailable");

      clamd.answer("");
      Until.holds(
          "the scanner is relied on",
          () -> rig.upload("ann", Optional.empty(), picture(1)).getStatus() == 201);
      new Truth(rig).assertWhole("ann");
    }
  }

  @Test
  void i13NothingIsPublishedWithoutTheNameOfWhoFoundNothing() {
    try (UploadRig rig = UploadRig.onDisk(folder, scanner)) {
      assertThat(rig.upload("ann", Optional.empty(), picture(1)).getStatus()).isEqualTo(201);
      assertThat(rig.upload("ann", Optional.empty(), picture(2)).getStatus()).isEqualTo(201);

      assertThat(
              rig.database
                  .sql()
                  .sql("select state || ' ' || scanned_by from version order by change_order")
                  .query(String.class)
                  .list())
          .containsExactly("RETIRED ClamAV 1.4.6", "LIVE ClamAV 1.4.6");
    }
  }

  @Test
  void anImportedPictureIsScannedAsAnUploadIs() throws Exception {
    Actor actor = new Actor("import 1", Optional.empty(), Optional.empty());
    try (UploadRig rig = UploadRig.onDisk(folder, scanner)) {
      PictureIntake imports = rig.imports();
      PictureIntake.Fate fate =
          imports.take("ann", () -> new ByteArrayInputStream(picture(1)), false, actor);
      clamd.answer("stream: Test.Secret.Name FOUND\0");
      ProblemException infected =
          catchThrowableOfType(
              ProblemException.class,
              () -> imports.take("bob", () -> new ByteArrayInputStream(picture(2)), false, actor));
      ProblemException inADryRun =
          catchThrowableOfType(
              ProblemException.class,
              () -> imports.check("eve", () -> new ByteArrayInputStream(picture(3)), false, actor));

      assertThat(fate).isEqualTo(PictureIntake.Fate.TAKEN);
      assertThat(infected.problem().code()).isEqualTo("infected");
      assertThat(inADryRun.problem().code()).isEqualTo("infected");
      assertThat(outcomes(rig)).containsExactly("done", "infected");
      assertThat(
              rig.database
                  .sql()
                  .sql("select subject || ' ' || scanned_by from version")
                  .query(String.class)
                  .list())
          .containsExactly("ann ClamAV 1.4.6");
    }
  }

  @Test
  void noPictureIsFetchedForAnImportWhileTheScannerIsAway() throws Exception {
    Actor actor = new Actor("import 1", Optional.empty(), Optional.empty());
    try (UploadRig rig = UploadRig.onDisk(folder, scanner)) {
      clamd.close();
      PictureIntake imports = rig.imports();
      Until.holds("the scanner is known to be away", () -> isAway(scanner));
      ProblemException refused =
          catchThrowableOfType(
              ProblemException.class,
              () ->
                  imports.take(
                      "ann",
                      () -> {
                        throw new AssertionError("it was fetched");
                      },
                      false,
                      actor));

      assertThat(refused.problem().code()).isEqualTo("scanner-unavailable");
      assertNothingOf("ann", rig);
    }
  }

  private static boolean isAway(ClamdScanner scanner) {
    try (Scan scan = scanner.begin()) {
      return false;
    } catch (ScannerUnavailableException away) {
      return catchThrowableOfType(ScannerUnavailableException.class, scanner::requireAvailable)
          != null;
    }
  }

  private static void assertRefused(MockHttpServletResponse answer, int status, String code) {
    String body = new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
    assertThat(answer.getStatus()).as(body).isEqualTo(status);
    assertThat(body).contains("\"" + code + "\"").doesNotContain("Secret").doesNotContain("clamd");
  }

  private static List<String> outcomes(UploadRig rig) {
    return rig.database
        .sql()
        .sql("select outcome from audit order by id")
        .query(String.class)
        .list();
  }

  private static void assertNothingOf(String subject, UploadRig rig) {
    assertThat(new Truth(rig).versions(subject)).isEmpty();
    assertThat(rig.store.list("", Optional.empty(), 10).objects()).isEmpty();
    assertThat(rig.spool).isEmptyDirectory();
  }
}
