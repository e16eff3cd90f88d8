package io.cameo.bench.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * The measure SSIMULACRA 2.1 of Jon Sneyers (Cloudinary), made anew from its description: 100 is no
 * difference, 90 none that people see, 70 high quality, 50 medium, below 0 ruins.
 *
 * <p>Both pictures are looked at in six sizes, each half the one before, in three channels. Three
 * kinds of loss are summed up in each: structure that differs, edges where there were none, edges
 * that are gone; each once by its mean and once by its fourth power, which sees a single bad spot.
 * Their weights were fitted by its author to what people said about 22,000 pictures.
 *
 * <p>Two details are ours. The blur is a plain Gaussian, where the original has a quick
 * approximation of one. A picture under 128 pixels has fewer than six sizes; a size it does not
 * have counts nothing here, where the original gives its weights to the next channel.
 */
public final class Ssimulacra2 {

  private static final int SCALES = 6;
  private static final int SMALLEST = 8;
  private static final float C2 = 0.0009f;

  private final int width;
  private final int height;
  private final List<Scale> scales = new ArrayList<>();

  /** One size of a picture, with what is asked of it again and again. */
  private record Scale(Planes seen, float[][] mean, float[][] square) {

    static Scale of(Planes linear) {
      Planes seen = linear.seen();
      float[][] mean = new float[3][];
      float[][] square = new float[3][];
      for (int c = 0; c < 3; c++) {
        float[] channel = seen.channels()[c];
        mean[c] = Blur.of(channel, seen.width());
        square[c] = Blur.ofProduct(channel, channel, seen.width());
      }
      return new Scale(seen, mean, square);
    }
  }

  /**
   * Takes a picture that others will be compared with.
   *
   * @param rgba row by row, four bytes a pixel, sRGB and alpha
   * @param width 8 or more
   * @param height 8 or more
   */
  public Ssimulacra2(byte[] rgba, int width, int height) {
    if (width < SMALLEST || height < SMALLEST) {
      throw new IllegalArgumentException("Under 8 pixels there is nothing to compare.");
    }
    this.width = width;
    this.height = height;
    Planes linear = Planes.linear(rgba, width, height);
    scales.add(Scale.of(linear));
    while (scales.size() < SCALES && Math.min(linear.width(), linear.height()) >= SMALLEST) {
      linear = linear.halved();
      scales.add(Scale.of(linear));
    }
  }

  /** How close another picture of the same size comes to this one. */
  public double score(byte[] rgba) {
    Planes linear = Planes.linear(rgba, width, height);
    double loss = 0;
    for (int scale = 0; scale < scales.size(); scale++) {
      if (scale > 0) {
        linear = linear.halved();
      }
      Scale here = scales.get(scale);
      Scale there = Scale.of(linear);
      for (int c = 0; c < 3; c++) {
        loss += loss(here, there, c, Weights.of(c, scale));
      }
    }
    return score(loss);
  }

  /** From the weighted losses to the scale that people's answers were given on. */
  private static double score(double loss) {
    double x = loss * 0.9562382616834844;
    double fitted = x * (2.326765642916932 + x * (x * 6.248496625763138e-5 - 0.020884521182843837));
    return fitted > 0 ? 100 - 10 * Math.pow(fitted, 0.6276336467831387) : 100;
  }

  private static double loss(Scale here, Scale there, int c, double[] weights) {
    float[] one = here.seen.channels()[c];
    float[] other = there.seen.channels()[c];
    float[] both = Blur.ofProduct(one, other, here.seen.width());
    Norms structure = new Norms();
    Norms edgesMore = new Norms();
    Norms edgesLess = new Norms();
    for (int i = 0; i < one.length; i++) {
      float mean = here.mean[c][i];
      float otherMean = there.mean[c][i];
      float apart = mean - otherMean;
      float covariance = both[i] - mean * otherMean;
      float variances =
          (here.square[c][i] - mean * mean) + (there.square[c][i] - otherMean * otherMean);
      structure.add(1 - (1 - apart * apart) * (2 * covariance + C2) / (double) (variances + C2));
      double edge = 1 + (double) Math.abs(one[i] - mean);
      double otherEdge = 1 + (double) Math.abs(other[i] - otherMean);
      edgesMore.add(otherEdge / edge - 1);
      edgesLess.add(1 - otherEdge / edge);
    }
    return weights[0] * structure.mean()
        + weights[1] * edgesMore.mean()
        + weights[2] * edgesLess.mean()
        + weights[3] * structure.worst()
        + weights[4] * edgesMore.worst()
        + weights[5] * edgesLess.worst();
  }

  /** The mean of what was lost, and the fourth root of the mean of its fourth power. */
  private static final class Norms {
    private double sum;
    private double fourth;
    private int count;

    /** Adds a pixel's loss; a gain counts as none. */
    void add(double loss) {
      double lost = Math.max(0, loss);
      sum += lost;
      fourth += lost * lost * lost * lost;
      count++;
    }

    double mean() {
      return sum / count;
    }

    double worst() {
      return Math.sqrt(Math.sqrt(fourth / count));
    }
  }
}
