package io.cameo.bench.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EqualLooksTest {

  @Test
  void findsThePlaceBetweenTwoQualities() {
    AtomicInteger tries = new AtomicInteger();
    EqualLooks found =
        EqualLooks.search(
            42.25,
            quality -> {
              tries.incrementAndGet();
              return new Square.Encoded(quality / 2.0, (int) Math.pow(2, quality / 10.0 + 10));
            });

    assertThat(found.quality()).isEqualTo(84.5, within(1e-9));
    assertThat(found.bytes()).isEqualTo(Math.pow(2, 18.45), within(200.0));
    assertThat(tries).hasValueLessThan(10);
  }

  @Test
  void endsAtTheEndsOfTheScale() {
    assertThat(at(-5)).isEqualTo(1);
    assertThat(at(500)).isEqualTo(100);
  }

  private static double at(double score) {
    return EqualLooks.search(score, q -> new Square.Encoded(q, 100 * q)).quality();
  }
}
