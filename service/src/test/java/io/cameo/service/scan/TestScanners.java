package io.cameo.service.scan;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Scanners for tests of other packages. */
public final class TestScanners {

  private TestScanners() {}

  /** Where scanning is turned off. */
  public static Scanner off() {
    return new NoScanner();
  }

  /** A scanner that can be taken away. */
  public static final class Switched implements Scanner {

    /** Whether nobody answers. */
    public volatile boolean away;

    @Override
    public void requireAvailable() {
      if (away) {
        throw new ScannerUnavailableException(
            ScannerUnavailableException.Reason.DOWN, "Taken away by a test.");
      }
    }

    @Override
    public Scan begin() {
      requireAvailable();
      return off().begin();
    }

    @Override
    public Optional<String> signatures() {
      return Optional.empty();
    }
  }

  /** A scanner with these settings that has been tried once. */
  public static ClamdScanner started(ScanSettings settings, MeterRegistry metrics) {
    ClamdScanner scanner = new ClamdScanner(settings, metrics, Clock.systemUTC(), System::nanoTime);
    scanner.start();
    return scanner;
  }

  static ScanSettings settings(ClamdAddress address, long largest) {
    return settings(address, largest, Duration.ofSeconds(10), Optional.empty());
  }

  /** With signatures of one's own there is no date to be checked. */
  static ScanSettings settings(
      ClamdAddress address, long largest, Duration verdict, Optional<Duration> age) {
    return new ScanSettings(
        Optional.of(address),
        age,
        new ScanSettings.Times(
            Duration.ofSeconds(2),
            verdict,
            verdict,
            Duration.ofSeconds(20),
            Duration.ofMillis(100)),
        8,
        largest);
  }
}
