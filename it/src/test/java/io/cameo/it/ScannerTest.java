package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The running program with a real clamd beside it. */
class ScannerTest {

  private static Clamd clamd;
  private static Program program;

  @BeforeAll
  static void start() {
    clamd = Clamd.start();
    program = Program.start(Homes.prepared(), clamd.settings());
  }

  @AfterAll
  static void stop() {
    if (program != null) {
      program.close();
    }
    if (clamd != null) {
      clamd.close();
    }
  }

  private final Api api = new Api(program, Program.ADMIN_KEY);
  private final Truth truth = new Truth(program);

  private static byte[] picture() {
    return Pictures.jpeg(Pictures.quarters(300, 200));
  }

  private static byte[] infected() {
    ByteArrayOutputStream infected = new ByteArrayOutputStream();
    infected.writeBytes(picture());
    infected.writeBytes(Clamd.eicar());
    return infected.toByteArray();
  }

  private void assertNothingLeft(String subject) {
    assertThat(truth.rowsAbout(subject)).isEmpty();
    assertThat(truth.violations()).isEmpty();
    assertThat(truth.temporaryFiles()).isEmpty();
    assertThat(api.get("/v1/avatars/" + subject).status()).isEqualTo(404);
  }

  @Test
  void p11AnInfectedUploadIsRefusedHoweverItIsSentAndNothingOfItIsLeft() {
    for (byte[] sent : new byte[][] {infected(), Clamd.eicar()}) {
      String raw = Api.subject();
      Api.Answer answer = api.upload(raw, sent, "Content-Type", "image/jpeg");
      assertThat(answer.status()).as(answer.text()).isEqualTo(422);
      assertThat(answer.code()).isEqualTo("infected");
      assertThat(answer.text()).doesNotContain("Eicar").doesNotContain("clamd");
      assertNothingLeft(raw);
      assertThat(truth.audit(raw)).containsExactly("upload infected");
    }
    String form = Api.subject();
    Api.Answer answer = api.uploadForm(form, Api.Part.file("file", "image/jpeg", infected()));
    assertThat(answer.code()).isEqualTo("infected");
    assertNothingLeft(form);
  }

  @Test
  void i13APictureCarriesTheNameOfTheScannerThatFoundNothing() {
    String subject = Api.subject();

    assertThat(api.upload(subject, picture()).status()).isEqualTo(201);

    assertThat(truth.scannedBy(subject)).startsWith("ClamAV ");
    assertThat(api.management("/metrics").text())
        .containsPattern("cameo_scan_ready 1")
        .contains("verdict=\"clean\"");
  }

  @Test
  void k1NothingIsTakenWhileTheScannerIsAwayAndEverythingAgainWhenItIsBack() throws Exception {
    String subject = Api.subject();
    clamd.kill();
    try {
      Api.Answer refused = api.upload(subject, picture());
      assertThat(refused.status()).as(refused.text()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("scanner-unavailable");
      assertThat(refused.header("Retry-After")).isEqualTo("10");
      assertThat(truth.rowsAbout(subject)).isEmpty();
      Wait.until(
          "health to say it",
          Duration.ofSeconds(10),
          () -> api.management("/health").text().contains("Start clamd"));
      assertThat(api.management("/readyz").status())
          .as("pictures are delivered all the same")
          .isEqualTo(200);
    } finally {
      clamd.launch();
    }

    Wait.until(
        "an upload to be taken again",
        Duration.ofSeconds(20),
        () -> api.upload(subject, picture()).status() == 201);
    assertThat(truth.violations()).isEmpty();
  }
}
