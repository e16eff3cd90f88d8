package io.cameo.service.observability;

import java.util.ArrayList;
import java.util.List;

/**
 * What a metric is: its name for programs, and what an operator has to know to read it.
 *
 * @param name with dots, as Micrometer has it; Prometheus shows it with underscores and its unit
 * @param unit of the value, such as {@code seconds}; empty for a count, and where the name says it
 * @param labels that every series of it has, in this order
 * @param where the setting that it depends on, such as {@code with AWS_S3_BUCKET}; empty when it is
 *     always there
 */
public record Measure(
    String name, Kind kind, String unit, String meaning, List<Label> labels, String where) {

  /** What kind of meter it is. */
  public enum Kind {
    COUNTER,
    /** A count, a sum of seconds and the longest of the last minutes. */
    TIMER,
    /** A timer with buckets, for quantiles over all nodes. */
    HISTOGRAM,
    GAUGE
  }

  /**
   * One label.
   *
   * @param values all that there are, or the usual ones
   * @param others what else it may be, in words; empty when the values are all
   */
  public record Label(String name, List<String> values, String others) {
    public Label {
      values = List.copyOf(values);
    }

    /** Whether every value is known beforehand. */
    public boolean isClosed() {
      return others.isEmpty();
    }
  }

  public Measure {
    labels = List.copyOf(labels);
  }

  static Measure counterOf(String name, String meaning) {
    return of(name, Kind.COUNTER, "", meaning);
  }

  static Measure timerOf(String name, String meaning) {
    return of(name, Kind.TIMER, "", meaning);
  }

  static Measure histogramOf(String name, String meaning) {
    return of(name, Kind.HISTOGRAM, "", meaning);
  }

  static Measure gaugeOf(String name, String meaning) {
    return of(name, Kind.GAUGE, "", meaning);
  }

  static Measure gaugeOf(String name, String unit, String meaning) {
    return of(name, Kind.GAUGE, unit, meaning);
  }

  private static Measure of(String name, Kind kind, String unit, String meaning) {
    return new Measure(name, kind, unit, meaning, List.of(), "");
  }

  /** With a label that has these values, separated by spaces, and no others. */
  Measure by(String label, String values) {
    return with(new Label(label, List.of(values.split(" ")), ""));
  }

  /** With a label that has these values among others. */
  Measure by(String label, String values, String others) {
    return with(
        new Label(label, values.isEmpty() ? List.of() : List.of(values.split(" ")), others));
  }

  private Measure with(Label label) {
    List<Label> more = new ArrayList<>(labels);
    more.add(label);
    return new Measure(name, kind, unit, meaning, more, where);
  }

  /** Its name as Prometheus shows it, without the endings of a timer. */
  public String shown() {
    String shown = name.replace('.', '_');
    return switch (kind) {
      case COUNTER -> shown + "_total";
      case TIMER, HISTOGRAM -> shown + "_seconds";
      case GAUGE -> unit.isEmpty() || shown.endsWith("_" + unit) ? shown : shown + "_" + unit;
    };
  }

  /** Only under a condition. */
  Measure only(String condition) {
    return new Measure(name, kind, unit, meaning, labels, condition);
  }
}
