package io.cameo.bench.running;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of the whole machine and of this process, to tell what others used meanwhile. */
public final class MachineCpu {

  private static final double TICKS_PER_SECOND = 100;

  private MachineCpu() {}

  /** Seconds that all cores together have been busy since the machine started. */
  public static double busySeconds() {
    try {
      String[] cpu = Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+");
      double ticks = 0;
      for (int field = 1; field <= 7; field++) {
        boolean idle = field == 4 || field == 5;
        ticks += idle ? 0 : Double.parseDouble(cpu[field]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds of processor time that this process has used: the client's part of a measurement. */
  public static double ownSeconds() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system.getProcessCpuTime() / 1e9;
  }
}
