package io.cameo.bench.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

  @Test
  void leavesNothingBehindHoweverOftenItIsClosed(@TempDir Path parent) throws IOException {
    WorkFolder folder = WorkFolder.under(parent);
    Files.createDirectories(folder.path().resolve("a/b"));
    Files.writeString(folder.path().resolve("a/b/c"), "c");
    Files.createSymbolicLink(folder.path().resolve("link"), parent);
    folder.close();
    folder.close();
    assertThat(parent).isEmptyDirectory();
  }
}
