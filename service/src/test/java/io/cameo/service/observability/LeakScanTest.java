package io.cameo.service.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What should not stand in a log is found, and never shown. */
class LeakScanTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "API key | call with cameo_k3v9x2m4q7t1_0123456789012345678901234567",
        "upload token | token cut_abcdefghijkl.mnopqrstuvwxyz",
        "JWT | eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl",
        "AWS access key | AKIAIOSFODNN7EXAMPLE",
        "bearer credential | Authorization was bearer abcdefgh",
        "password in an address | jdbc of postgresql://cameo:hunter22@db/cameo",
        "named secret | GET /u/ann?password=hunter22",
        "named secret | {\"password\":\"hunter22\"}",
        "e-mail address | picture of ann.lee@example.org"
      })
  void eachKindIsFound(String kind, String line) {
    List<LeakScan.Finding> findings = LeakScan.byForm().line(7, line);

    assertThat(findings).contains(new LeakScan.Finding(kind, 7));
    assertThat(findings.toString()).doesNotContain("hunter22").doesNotContain("ann.lee");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"keys by admin: add 5mbmihg4bmlk\",\"requestId\":\"5b0f3c9e1d7a2468\"}",
        "A credential (upload-token) from 203.0.113.7 was refused",
        "Bearer ***",
        "password=***",
        "postgresql://***@db/cameo",
        "picture of ***",
        ""
      })
  void whatIsHarmlessOrMaskedAlreadyIsNotFound(String line) {
    assertThat(LeakScan.byForm().line(1, line)).isEmpty();
  }

  @Test
  void whatTheScrubberHasWrittenIsClean() {
    String line =
        Scrubber.byForm()
            .scrub(
                "ann@example.org password=hunter22 Bearer abcdefgh"
                    + " https://u:p@x/?X-Amz-Signature=abc&token=def");

    assertThat(LeakScan.byForm().line(1, line)).isEmpty();
  }

  @Test
  void secretsOfThisEnvironmentAreFoundWhereverTheyStand() {
    LeakScan scan = LeakScan.of(Scrubber.of(Map.of("CAMEO_ADMIN_KEY", "plain-admin-key")));

    assertThat(scan.line(1, "the word plain-admin-key in a sentence"))
        .containsExactly(new LeakScan.Finding("secret of this environment", 1));
  }

  @Test
  void linesAreCountedAlsoTheLastWithoutAnEndAndOneThatIsTooLong() throws IOException {
    List<LeakScan.Finding> findings = new ArrayList<>();

    long lines =
        LeakScan.byForm()
            .all(
                new StringReader("fine\n" + "x".repeat(300_000) + "\nmore\na@example.org"),
                findings::add);

    assertThat(lines).isEqualTo(4);
    assertThat(findings).containsExactly(new LeakScan.Finding("e-mail address", 4));
  }
}
