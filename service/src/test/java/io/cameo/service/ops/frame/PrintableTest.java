package io.cameo.service.ops.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b", "\r", "\n", "\t", "\u0000", "\u007f", "\u009b", "\u202e", "\u2066", "\u200f",
        "\u061c", "\u2028", "\u2029", "\ufeff", "\ue000"
      })
  void nothingMovesTheCursorOrTurnsTheDirectionOfWriting(String hostile) {
    assertThat(Printable.of("a" + hostile + "[2Jb")).isEqualTo("a?[2Jb");
  }

  @Test
  void writingOfAnyKindStays() {
    assertThat(Printable.of("Zoë 東京 עברית 🙂 ~")).isEqualTo("Zoë 東京 עברית 🙂 ~");
  }

  @Test
  void whateverACommandSaysGoesThroughIt() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream outLines = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errLines = new PrintStream(err, true, StandardCharsets.UTF_8);
        OpsContext context =
            new OpsContext(List.of(), Clock.systemUTC(), new Terminal(outLines, errLines, false))) {
      context.print("key \u001b[2J");
      context.printRecord("\"two\nlines\"");
      context.say("note \u202e");
    }

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("key ?[2J", "\"two", "lines\"");
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).containsExactly("note ?");
  }
}
