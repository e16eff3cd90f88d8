package io.cameo.service.ops.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.TestSettings;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.scan.Scan;
import io.cameo.service.scan.Scanner;
import io.cameo.service.scan.TestScanners;
import io.cameo.service.upload.UploadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inspection whose own parts fail; with a real worker. */
class InspectionTest {

  @TempDir private Path data;
  @TempDir private Path files;

  private <R> R settings(Class<R> type) {
    return TestSettings.of(data, Map.of()).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private Inspection inspection(Scanner scanner, Consumer<Finding> results) throws IOException {
    byte[] picture = new FallbackAvatars(FallbackStyle.SILHOUETTE).jpeg("anna", 64).bytes();
    for (String name : List.of("a.jpg", "b.jpg", "c.jpg")) {
      Files.write(files.resolve(name), picture);
    }
    return new Inspection(
        settings(ImagingSettings.class),
        settings(UploadSettings.class),
        scanner,
        Optional.empty(),
        results);
  }

  private static final class FailsAtFirst implements Scanner {
    private final Scanner off = TestScanners.off();
    private final AtomicInteger scans = new AtomicInteger();

    @Override
    public void requireAvailable() {
      off.requireAvailable();
    }

    @Override
    public Scan begin() {
      if (scans.getAndIncrement() == 0) {
        throw new StackOverflowError("as deep as it goes");
      }
      return off.begin();
    }

    @Override
    public Optional<String> signatures() {
      return off.signatures();
    }
  }

  @Test
  void aFileAtWhichCameoItselfFailsHasItsRowAndTheOthersGoOn() throws Exception {
    List<Finding> findings = new ArrayList<>();

    try (Corpus corpus = new Corpus(List.of(files))) {
      Inspection.Totals totals = inspection(new FailsAtFirst(), findings::add).run(corpus, 1);

      assertThat(totals.files).isEqualTo(3);
      assertThat(totals.count(Finding.Verdict.FAILED)).isEqualTo(1);
      assertThat(totals.count(Finding.Verdict.ACCEPTED)).isEqualTo(2);
    }
    assertThat(findings.getFirst().verdict()).isEqualTo(Finding.Verdict.FAILED);
    assertThat(findings.getFirst().code()).contains("internal");
  }

  @Test
  void aFailureThatIsNoFilesEndsItAndIsTold() throws Exception {
    Consumer<Finding> full =
        finding -> {
          throw new AssertionError("nobody takes results");
        };

    try (Corpus corpus = new Corpus(List.of(files))) {
      Inspection inspection = inspection(TestScanners.off(), full);

      assertThatThrownBy(() -> inspection.run(corpus, 2))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("nobody takes results");
    }
  }
}
