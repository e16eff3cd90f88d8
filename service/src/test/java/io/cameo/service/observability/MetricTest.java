package io.cameo.service.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Names of the catalogue. */
class MetricTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void everyNameIsOursAndStandsForOneThing() {
    List<String> names = Metric.all().stream().map(metric -> metric.measure().name()).toList();

    assertThat(names).hasSizeGreaterThan(70).doesNotHaveDuplicates();
    assertThat(names).allMatch(name -> name.matches("cameo(\\.[a-z0-9]+)+"));
    assertThat(Metric.all())
        .allSatisfy(metric -> assertThat(metric.measure().meaning()).hasSizeGreaterThan(10));
  }

  @Test
  void aLabelThatTheCatalogueDoesNotKnowIsNotMeasured() {
    assertThatThrownBy(() -> PictureMetric.DELIVERIES.counter(registry, "perhaps"))
        .hasMessage("cameo.deliveries has no outcome perhaps");
    assertThatThrownBy(() -> PictureMetric.DELIVERIES.counter(registry))
        .hasMessageContaining("has 1 labels, not 0");
    PictureMetric.UPLOADS.timer(registry, "refused", "any-code").record(Duration.ofMillis(3));

    assertThat(registry.get("cameo.uploads").tag("outcome", "any-code").timer().count()).isOne();
  }

  @Test
  void whatIsKnownBeforehandBeginsAtZero() {
    Metric.all().forEach(metric -> metric.begin(registry));

    List<String> begun =
        registry.getMeters().stream().map(Meter::getId).map(Object::toString).toList();
    assertThat(begun).anyMatch(id -> id.contains("cameo.reaper.objects"));
    assertThat(registry.find("cameo.upload.steps").timers()).hasSize(15);
    assertThat(registry.find("cameo.cdn.purges").counters()).as("without a CDN").isEmpty();
  }

  @Test
  void aFigureIsAskedForAwayFromItsReaderAndNotAgainWhileItIsBelieved() {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch read = new CountDownLatch(1);
    Remembered<Integer> figure =
        new Remembered<>(
            "figure",
            () -> {
              awaited(read);
              return asked.incrementAndGet();
            },
            Duration.ofDays(1),
            Clock.systemUTC());

    assertThat(figure.figure(Integer::doubleValue)).isNaN();
    read.countDown();
    Awaitility.await().until(() -> figure.figure(Integer::doubleValue) == 1);

    assertThat(figure.last()).contains(1);
    assertThat(asked).hasValue(1);
  }

  @Test
  void aQuestionThatFailsShowsNothing() {
    AtomicInteger asked = new AtomicInteger();
    Remembered<Integer> figure =
        new Remembered<>(
            "figure",
            () -> {
              asked.incrementAndGet();
              throw new IllegalStateException("away");
            },
            Duration.ofDays(1),
            Clock.systemUTC());

    assertThat(figure.last()).isEmpty();
    Awaitility.await().until(() -> asked.get() == 1);
    assertThat(figure.figure(Integer::doubleValue)).isNaN();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
