package io.cameo.bench.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  @BeforeEach
  void onLinuxOnly() {
    assumeThat(Path.of("/proc/self/stat")).exists();
  }

  private Child shell(String script) throws Exception {
    return Child.start("shell", folder, List.of("sh", "-c", script), Map.of());
  }

  @Test
  void countsTheProcessorTimeOfChildrenThatWorkAndOfThoseThatEnded() throws Exception {
    String burn = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
    try (Child child = shell("sh -c '" + burn + "'; echo done; sleep 60")) {
      child.awaitLog("done", PATIENCE);
      assertThat(child.tree().cpuSeconds()).isGreaterThan(0.05);
      assertThat(child.tree().privateMemory()).isPositive();
      assertThat(child.tree().peakOfFirst()).isPositive();
    }
  }

  @Test
  void endsWhatTheProcessStarted() throws Exception {
    List<ProcessHandle> handles;
    try (Child child = shell("sleep 600 & sleep 601 & echo started; wait")) {
      child.awaitLog("started", PATIENCE);
      child.await(() -> child.tree().members().size() == 3, PATIENCE);
      handles = child.tree().handles();
    }
    assertThat(handles).hasSize(3);
    for (ProcessHandle handle : handles) {
      handle.onExit().get(5, java.util.concurrent.TimeUnit.SECONDS);
      assertThat(handle.isAlive()).isFalse();
    }
  }

  @Test
  void findsAProcessThatLeftTheTreeByItsFolder() throws Exception {
    Path daemon = Files.writeString(folder.resolve("daemon.sh"), "echo up; sleep 602; true\n");
    List<ProcessHandle> handles;
    try (Child child = shell("(setsid sh " + daemon + " &) ; sleep 603; true")) {
      child.await(() -> child.tree().members().size() >= 4, PATIENCE);
      handles = child.tree().handles();
    }
    for (ProcessHandle handle : handles) {
      handle.onExit().get(5, java.util.concurrent.TimeUnit.SECONDS);
      assertThat(handle.isAlive()).isFalse();
    }
  }

  @Test
  void saysWhatAProcessWroteThatEndedTooSoon() throws Exception {
    try (Child child = shell("echo no such thing; exit 3")) {
      assertThatThrownBy(() -> child.awaitLog("ready", PATIENCE))
          .hasMessageContaining("code 3")
          .hasMessageContaining("no such thing");
    }
  }
}
