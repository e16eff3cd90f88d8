package io.cameo.service.imaging;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Workers of the background, for tests of other packages. */
public final class TestBackground {

  private TestBackground() {}

  /** Some that no test uses, so that none is started. */
  public static BackgroundWorkers none() {
    return new BackgroundWorkers(
        new ImagingSettings(
            new ImagingSettings.Output(List.of(64), 64, 85, 1_000_000),
            new ImagingSettings.Workers(1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            ImagingSettings.Sandbox.OFF,
            Path.of("never-used"),
            1_000),
        1);
  }
}
