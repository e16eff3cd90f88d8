package io.cameo.bench.report;

import java.util.List;

/**
 * The same figure from several rounds.
 *
 * @param values in the order of the rounds, at least one
 */
public record Readings(List<Double> values) {

  public Readings {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("A figure needs at least one round.");
    }
  }

  /** The middle value; between the two middle ones their mean. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The smallest value. */
  public double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The largest value. */
  public double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
