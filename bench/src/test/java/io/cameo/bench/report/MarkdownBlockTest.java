package io.cameo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownBlockTest {

  private static final String BEGIN = "<!-- x:begin (written by the benchmark; do not edit) -->\n";

  @Test
  void replacesWhatIsBetweenTheMarkersAndNothingElse() {
    String page = "# Title\n\n" + BEGIN + "old\nlines\n<!-- x:end -->\n\nprose\n";
    assertThat(MarkdownBlock.replace(page, "x", "new\n"))
        .isEqualTo("# Title\n\n" + BEGIN + "new\n<!-- x:end -->\n\nprose\n");
  }

  @Test
  void keepsTheBlocksOfOthers() {
    String page = MarkdownBlock.replace("# Title\n", "y", "theirs");
    String both = MarkdownBlock.replace(page, "x", "ours");
    assertThat(MarkdownBlock.replace(both, "x", "newer"))
        .contains("theirs", "newer")
        .doesNotContain("ours");
  }

  @Test
  void appendsToAPageWithoutMarkers() {
    assertThat(MarkdownBlock.replace("# Title\n", "x", "new"))
        .isEqualTo("# Title\n\n" + BEGIN + "new\n<!-- x:end -->\n");
  }

  @Test
  void refusesAPageWithOneMarkerOnly() {
    assertThatThrownBy(() -> MarkdownBlock.replace(BEGIN + "old", "x", "new"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MarkdownBlock.replace("<!-- x:end -->", "x", "new"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void makesThePageWhenThereIsNone(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("docs/performance.md");
    MarkdownBlock.write(page, "x", "first");
    MarkdownBlock.write(page, "x", "second");
    assertThat(Files.readString(page)).isEqualTo(BEGIN + "second\n<!-- x:end -->\n");
  }
}
