package io.cameo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.bench.contender.FakeCameo;
import io.cameo.bench.contender.Photograph;
import io.cameo.bench.report.Report;
import io.cameo.bench.running.WorkFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UploadBurstTest {

  private static final Photograph PHOTOGRAPH =
      new Photograph("words", "no picture".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  private Report burst(String... settings) throws Exception {
    Common common = new Common();
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.addAll(List.of("--cameo-jar", FakeCameo.jar(folder).toString()));
    new CommandLine(common).parseArgs(arguments.toArray(String[]::new));
    try (WorkFolder work = WorkFolder.under(folder)) {
      return new UploadBurst(common).run(work, PHOTOGRAPH);
    }
  }

  @Test
  void takesAnHonestRefusalForRight() throws Exception {
    Report report = burst("--setting", "FAKE_REFUSES=4");
    assertThat(report.raw()).containsEntry("acknowledged", 48).containsEntry("refused", 16);
    assertThat(report.ratios()).allMatch(ratio -> ratio.met());
  }

  @Test
  void takesARefusalWithoutRetryAfterForAFault() throws Exception {
    Report report = burst("--setting", "FAKE_REFUSES=16", "--setting", "FAKE_DISHONEST=1");
    assertThat(report.raw()).containsEntry("acknowledged", 60).containsEntry("refused", 0);
    assertThat(report.ratios()).noneMatch(ratio -> ratio.met());
    assertThat(report.remarks()).hasSize(4).allMatch(fault -> fault.contains("status 503"));
  }
}
