package io.cameo.bench.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * The measure DSSIM after the description of Kornel Lesiński's tool: structural similarity in
 * L*a*b*, in five sizes that weigh differently, summed up by how evenly it is spread. Its value is
 * 0 for no difference and grows with it; {@link #score} gives it with the sign turned, so that more
 * is closer. Values are near the tool's and not the same, because the blur is another one.
 */
public final class Dssim implements Looks {

  private static final double[] WEIGHTS = {0.028, 0.197, 0.322, 0.298, 0.155};
  private static final int SMALLEST = 8;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;

  private final int width;
  private final int height;
  private final List<Scale> scales;

  private record Scale(int width, float[][] lab, float[][] mean, float[][] square) {

    static Scale of(Planes linear) {
      Planes lab = linear.lab();
      float[][] channels = lab.channels().clone();
      // The eye sees colour less sharply.
      channels[1] = Blur.of(channels[1], lab.width());
      channels[2] = Blur.of(channels[2], lab.width());
      float[][] mean = new float[3][];
      float[][] square = new float[3][];
      for (int c = 0; c < 3; c++) {
        mean[c] = Blur.of(channels[c], lab.width());
        square[c] = Blur.ofProduct(channels[c], channels[c], lab.width());
      }
      return new Scale(lab.width(), channels, mean, square);
    }
  }

  /**
   * Takes a picture that others will be compared with.
   *
   * @param width 8 or more
   * @param height 8 or more
   */
  public Dssim(byte[] rgba, int width, int height) {
    if (width < SMALLEST || height < SMALLEST) {
      throw new IllegalArgumentException("Under 8 pixels there is nothing to compare.");
    }
    this.width = width;
    this.height = height;
    this.scales = scales(rgba);
  }

  private List<Scale> scales(byte[] rgba) {
    Planes linear = Planes.linear(rgba, width, height);
    List<Scale> all = new ArrayList<>();
    while (all.size() < WEIGHTS.length && Math.min(linear.width(), linear.height()) >= SMALLEST) {
      all.add(Scale.of(linear));
      linear = linear.halved();
    }
    return all;
  }

  @Override
  public double score(byte[] rgba) {
    List<Scale> others = scales(rgba);
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < scales.size(); i++) {
      sum += WEIGHTS[i] * similarity(scales.get(i), others.get(i), Math.pow(0.5, i));
      weights += WEIGHTS[i];
    }
    return 1 - weights / sum;
  }

  private static double similarity(Scale here, Scale there, double exponent) {
    float[][] both = new float[3][];
    for (int c = 0; c < 3; c++) {
      both[c] = Blur.ofProduct(here.lab[c], there.lab[c], here.width);
    }
    double[] map = new double[both[0].length];
    double sum = 0;
    for (int i = 0; i < map.length; i++) {
      map[i] = at(i, here, there, both);
      sum += map[i];
    }
    double mean = Math.pow(Math.max(0, sum / map.length), exponent);
    double away = 0;
    for (double one : map) {
      away += Math.abs(mean - one);
    }
    return 1 - away / map.length;
  }

  /** Structural similarity of one pixel, all three channels together. */
  private static double at(int i, Scale here, Scale there, float[][] both) {
    double means = 0;
    double squares = 0;
    double variances = 0;
    double covariance = 0;
    for (int c = 0; c < 3; c++) {
      double mean = here.mean[c][i];
      double other = there.mean[c][i];
      means += mean * other / 3;
      squares += (mean * mean + other * other) / 3;
      variances += (here.square[c][i] - mean * mean + there.square[c][i] - other * other) / 3;
      covariance += (both[c][i] - mean * other) / 3;
    }
    return (2 * means + C1) * (2 * covariance + C2) / ((squares + C1) * (variances + C2));
  }
}
