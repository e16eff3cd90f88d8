package io.cameo.service.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  private static final String LINE = "x".repeat(1023);

  @TempDir Path home;

  @Test
  void neverGrowsBeyondTwoFilesOfFourMegabytes() throws Exception {
    try (ServerLog log = new ServerLog(home)) {
      for (int i = 0; i < 20_000; i++) {
        log.add(LINE);
      }
      log.add("the last line");
    }
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files).hasSize(2).allSatisfy(file -> assertThat(file).isRegularFile());
    }
    assertThat(Files.size(home.resolve("server.log"))).isPositive().isLessThanOrEqualTo(4 << 20);
    assertThat(Files.size(home.resolve("server.log.1"))).isEqualTo(4 << 20);
    assertThat(home.resolve("server.log")).content().endsWith("the last line\n");
  }

  @Test
  void goesOnWhereTheLastServiceStopped() throws Exception {
    try (ServerLog log = new ServerLog(home)) {
      log.add("before");
    }
    try (ServerLog log = new ServerLog(home)) {
      log.add("after");
    }
    assertThat(home.resolve("server.log")).hasContent("before\nafter");
  }

  @Test
  void remembersTheLastLinesUntilItForgetsThem() throws Exception {
    try (ServerLog log = new ServerLog(home)) {
      for (int i = 0; i < 100; i++) {
        log.add("line " + i);
      }
      assertThat(log.lastWords()).startsWith("line 80").endsWith("line 99");
      log.forget();
      assertThat(log.lastWords()).isEmpty();
    }
  }

  @Test
  void takesLinesWhenTheyCanNoLongerBeWritten() throws Exception {
    ServerLog log = new ServerLog(home);
    log.close();
    log.add("still remembered");
    assertThat(log.lastWords()).isEqualTo("still remembered");
  }
}
