package io.cameo.image.worker;

import java.time.Duration;

/**
 * When a worker has done its share. Each worker draws its own limits from the last tenth of these,
 * so that workers of one age do not leave together.
 *
 * @param pictures most pictures one process renders, 1 or more
 * @param age longest life of one process
 */
public record Recycling(int pictures, Duration age) {

  /**
   * @throws IllegalArgumentException when a worker would have no life at all
   */
  public Recycling {
    if (pictures < 1 || !age.isPositive()) {
      throw new IllegalArgumentException("A worker lives for one picture and some time at least.");
    }
  }

  /** 2,000 pictures, one hour. */
  public static Recycling defaults() {
    return new Recycling(2_000, Duration.ofHours(1));
  }
}
