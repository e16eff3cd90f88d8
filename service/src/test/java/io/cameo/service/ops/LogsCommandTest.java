package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.ops.TestCommands.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cameo logs scan}. */
class LogsCommandTest {

  @TempDir private Path folder;

  @Test
  void leaksAreToldByFileLineAndKindAndNotShown() throws IOException {
    Path clean = Files.writeString(folder.resolve("clean.log"), "fine\n");
    Path zipped = folder.resolve("old.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("fine\npassword=hunter22\n".getBytes(StandardCharsets.UTF_8));
    }

    Answer answer =
        TestCommands.on(folder).run("logs", "scan", clean.toString(), zipped.toString());

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains(zipped + ":2: named secret")
        .contains("3 lines, 1 findings")
        .doesNotContain("hunter22");
    assertThat(TestCommands.on(folder).run("logs", "scan", clean.toString(), "--json").exitCode())
        .isZero();
  }

  @Test
  void whatCannotBeReadOrIsNotSaidIsTold() {
    for (String file : new String[] {"/nowhere", folder.toString()}) {
      Answer refused = TestCommands.on(folder).run("logs", "scan", file);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains(file + " is no file");
    }
    assertThat(TestCommands.on(folder).run("logs").exitCode()).isEqualTo(2);
    assertThat(TestCommands.on(folder).run("logs", "scan").exitCode()).isEqualTo(2);
  }
}
