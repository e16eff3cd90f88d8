package io.cameo.service.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A name of the catalogue and the only way to measure under it: alerts, dashboards and
 * docs/metrics.md rely on what stands there.
 */
public interface Metric {

  /** What it is. */
  Measure measure();

  /** Every metric that there is. */
  static List<Metric> all() {
    return Stream.<Metric[]>of(
            PictureMetric.values(),
            StorageMetric.values(),
            ServiceMetric.values(),
            SmokeMetric.values())
        .flatMap(Stream::of)
        .toList();
  }

  /**
   * A counter of it.
   *
   * @param values of its labels, in their order
   */
  default Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(measure().name())
        .description(measure().meaning())
        .tags(tags(values))
        .register(registry);
  }

  /** A timer of it, with buckets where it is a histogram. */
  default Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(measure().name())
        .description(measure().meaning())
        .tags(tags(values))
        .publishPercentileHistogram(measure().kind() == Measure.Kind.HISTOGRAM)
        .register(registry);
  }

  /** A counter of what somebody else counts. */
  default <T> void count(
      MeterRegistry registry, T of, ToDoubleFunction<T> value, String... values) {
    FunctionCounter.builder(measure().name(), of, value)
        .description(measure().meaning())
        .tags(tags(values))
        .register(registry);
  }

  /** A gauge of it; it shows nothing any more when nobody else holds what it is of. */
  default <T> void gauge(
      MeterRegistry registry, T of, ToDoubleFunction<T> value, String... values) {
    gauge(registry, of, value, false, values);
  }

  /** A gauge that holds what it is of itself. */
  default <T> void heldGauge(
      MeterRegistry registry, T of, ToDoubleFunction<T> value, String... values) {
    gauge(registry, of, value, true, values);
  }

  private <T> void gauge(
      MeterRegistry registry, T of, ToDoubleFunction<T> value, boolean held, String... values) {
    Gauge.builder(measure().name(), of, value)
        .description(measure().meaning())
        .baseUnit(measure().unit().isEmpty() ? null : measure().unit())
        .tags(tags(values))
        .strongReference(held)
        .register(registry);
  }

  /**
   * Its labels with these values.
   *
   * @throws IllegalArgumentException when they are not as many as its labels, or one is none of its
   *     label's: a series that the catalogue does not know
   */
  default Tags tags(String... values) {
    List<Measure.Label> labels = measure().labels();
    if (labels.size() != values.length) {
      throw new IllegalArgumentException(
          measure().name() + " has " + labels.size() + " labels, not " + values.length);
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      Measure.Label label = labels.get(i);
      if (label.isClosed() && !label.values().contains(values[i])) {
        throw new IllegalArgumentException(
            measure().name() + " has no " + label.name() + " " + values[i]);
      }
      tags = tags.and(label.name(), values[i]);
    }
    return tags;
  }

  /**
   * Begins every series of it that is known beforehand at zero. A rate does not see the step from
   * no series to one, and the first failure is the one that matters.
   */
  default void begin(MeterRegistry registry) {
    boolean counts = measure().kind() != Measure.Kind.GAUGE;
    if (!counts || !measure().where().isEmpty()) {
      return;
    }
    List<List<String>> series = List.of(List.of());
    for (Measure.Label label : measure().labels()) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> one : series) {
        for (String value : label.values()) {
          List<String> more = new ArrayList<>(one);
          more.add(value);
          longer.add(more);
        }
      }
      series = longer;
    }
    for (List<String> one : series) {
      String[] values = one.toArray(String[]::new);
      if (measure().kind() == Measure.Kind.COUNTER) {
        counter(registry, values);
      } else {
        timer(registry, values);
      }
    }
  }
}
