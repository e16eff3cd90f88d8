package io.cameo.bench.report;

/**
 * What we reach in terms of a peer, against what must be reached.
 *
 * @param what both sides in words
 * @param ours our figure, more is better
 * @param peer the peer's figure, above 0
 * @param required smallest ratio that will do
 */
public record Ratio(String what, double ours, double peer, double required) {

  public Ratio {
    if (!(peer > 0)) {
      throw new IllegalArgumentException("Nothing was measured for the peer of: " + what);
    }
  }

  /** Ours over the peer's. */
  public double reached() {
    return ours / peer;
  }

  /** Whether the requirement is met, without rounding in its favour. */
  public boolean met() {
    return reached() >= required;
  }
}
