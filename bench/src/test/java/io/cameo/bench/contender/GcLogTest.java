package io.cameo.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GcLogTest {

  @Test
  void findsTheFullestHeapOfAnyCollection() {
    String log =
        """
        [0.010s][info][gc] Using G1
        [1.5s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->5M(256M) 3.2ms
        [2.5s][info][gc] GC(1) Pause Full (System.gc()) 411M->70M(512M) 60.1ms
        [3.5s][info][gc] GC(2) Concurrent Mark Cycle 5.1ms
        [4.5s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 90M->7M(512M) 2.0ms
        """;
    assertThat(GcLog.peakMegabytes(log)).isEqualTo(411);
  }

  @Test
  void isZeroBeforeTheFirstCollection() throws IOException {
    assertThat(GcLog.peakMegabytes("[0.010s][info][gc] Using G1\n")).isZero();
    assertThat(GcLog.peakMegabytes(Path.of("/no/such/gc.log"))).isZero();
  }
}
