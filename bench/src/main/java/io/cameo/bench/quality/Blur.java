package io.cameo.bench.quality;

/** A Gaussian of 1.5 pixels; outside the picture there is nothing. */
final class Blur {

  private static final double SIGMA = 1.5;
  private static final int RADIUS = 5;
  private static final float[] KERNEL = kernel();

  private Blur() {}

  /** The product of two channels, blurred. */
  static float[] ofProduct(float[] one, float[] other, int width) {
    float[] product = new float[one.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = one[i] * other[i];
    }
    return of(product, width);
  }

  /** A channel, blurred. */
  static float[] of(float[] channel, int width) {
    int height = channel.length / width;
    float[] rows = new float[channel.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int d = Math.max(-RADIUS, -x); d <= Math.min(RADIUS, width - 1 - x); d++) {
          sum += KERNEL[d + RADIUS] * channel[y * width + x + d];
        }
        rows[y * width + x] = sum;
      }
    }
    float[] blurred = new float[channel.length];
    for (int y = 0; y < height; y++) {
      for (int d = Math.max(-RADIUS, -y); d <= Math.min(RADIUS, height - 1 - y); d++) {
        float weight = KERNEL[d + RADIUS];
        for (int x = 0; x < width; x++) {
          blurred[y * width + x] += weight * rows[(y + d) * width + x];
        }
      }
    }
    return blurred;
  }

  private static float[] kernel() {
    float[] kernel = new float[2 * RADIUS + 1];
    double sum = 0;
    for (int d = -RADIUS; d <= RADIUS; d++) {
      sum += Math.exp(-d * d / (2 * SIGMA * SIGMA));
    }
    for (int d = -RADIUS; d <= RADIUS; d++) {
      kernel[d + RADIUS] = (float) (Math.exp(-d * d / (2 * SIGMA * SIGMA)) / sum);
    }
    return kernel;
  }
}
