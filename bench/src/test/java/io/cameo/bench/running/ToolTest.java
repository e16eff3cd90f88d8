package io.cameo.bench.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolTest {

  private static final Path HERE = Path.of("/");

  @Test
  void returnsWhatTheProgramPrints() throws Exception {
    assertThat(
            Tool.run(HERE, Duration.ofSeconds(10), List.of("sh", "-c", "echo out; echo err >&2")))
        .isEqualTo("out\nerr\n");
  }

  @Test
  void failsWithTheProgramsOwnWords() {
    assertThatThrownBy(
            () -> Tool.run(HERE, Duration.ofSeconds(10), List.of("sh", "-c", "echo why; exit 4")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("code 4")
        .hasMessageContaining("why");
  }

  @Test
  void endsAProgramThatTakesTooLong() {
    assertThatThrownBy(() -> Tool.run(HERE, Duration.ofSeconds(1), List.of("sleep", "600")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than 1 s");
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(Tool.find("no-such-program-anywhere")).isEmpty();
  }
}
