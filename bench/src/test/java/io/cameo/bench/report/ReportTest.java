package io.cameo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

  private static final Report REPORT =
      new Report(
          "upload",
          "Upload",
          Map.of("cores", "2"),
          List.of(new Ratio("ours / usual", 30, 12, 2.2)),
          List.of(new Table("who", "rate").row("ours", 30.0)),
          List.of("A remark."),
          Map.of("rounds", List.of(1, 2)));

  @Test
  void writesPageAndResults(@TempDir Path project) throws IOException {
    REPORT.write(project, false);
    assertThat(Files.readString(project.resolve("docs/performance.md")))
        .contains("## Upload", "- cores: 2", "| ours / usual |", "- A remark.");
    JsonNode json =
        JsonMapper.shared()
            .readTree(Files.readString(project.resolve("bench/results/upload.json")));
    assertThat(json.at("/ratios/0/reached").asDouble()).isEqualTo(2.5);
    assertThat(json.at("/ratios/0/met").asBoolean()).isTrue();
    assertThat(json.at("/rounds/1").asInt()).isEqualTo(2);
  }

  @Test
  void leavesThePageAloneAfterAShortRun(@TempDir Path project) throws IOException {
    REPORT.write(project, true);
    assertThat(project.resolve("docs/performance.md")).doesNotExist();
    assertThat(project.resolve("bench/results/upload-quick.json")).exists();
  }
}
