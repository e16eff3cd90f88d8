package io.cameo.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.bench.load.UploadLoad;
import io.cameo.bench.load.UploadRound;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameoServerTest {

  private static final Photograph PHOTOGRAPH =
      new Photograph("words", "no picture".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  @Test
  void startsUploadsReadsBackAndEnds() throws Exception {
    CameoServer.Form form =
        new CameoServer.Form(
            FakeCameo.jar(folder), List.of("-Xmx64m"), Map.of("FAKE_REFUSES", "5"), List.of());
    ProcessHandle process;
    try (CameoServer server =
        CameoServer.start("fake", form, folder, PHOTOGRAPH, Set.of(512, 256))) {
      process = ProcessHandle.of(server.tree().members().getFirst()).orElseThrow();
      assertThat(server.secondsToReady()).isPositive();
      UploadLoad load =
          new UploadLoad(2, 10, Duration.ofSeconds(20), Duration.ofSeconds(20), System::nanoTime);
      UploadRound round = load.run(server, "u");
      assertThat(round.uploads()).isEqualTo(8);
      assertThat(round.faults()).hasSize(2).allMatch(fault -> fault.startsWith("status 503"));
      server.verifyLastPicture();
      assertThat(server.faultOfStored("u-0")).isEmpty();
      assertThat(server.cpuSeconds()).isPositive();
    }
    process.onExit().get(5, java.util.concurrent.TimeUnit.SECONDS);
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void saysWhyTheServerDidNotStart() throws Exception {
    CameoServer.Form form =
        new CameoServer.Form(FakeCameo.jar(folder), List.of("-Xmx1x"), Map.of(), List.of());
    assertThatThrownBy(() -> CameoServer.start("fake", form, folder, PHOTOGRAPH, Set.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("-Xmx1x");
  }
}
