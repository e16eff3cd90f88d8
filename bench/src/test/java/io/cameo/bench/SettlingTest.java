package io.cameo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class SettlingTest {

  private final AtomicLong clock = new AtomicLong();

  private double settle(DoubleSupplier cpuSeconds) {
    return new Settling(cpuSeconds, clock::get, clock::addAndGet).await();
  }

  @Test
  void isZeroForAServerThatHasNothingLeftToDo() {
    assertThat(settle(() -> 7)).isZero();
  }

  @Test
  void countsTheTimeThatOneCoreStaysBusy() {
    assertThat(settle(() -> Math.min(clock.get() / 1e9, 3))).isCloseTo(3.0, within(0.31));
  }

  @Test
  void takesHeartbeatsForIdling() {
    assertThat(settle(() -> clock.get() / 1e9 * 0.05)).isZero();
  }

  @Test
  void givesUpOnAServerThatNeverRests() {
    assertThatThrownBy(() -> settle(() -> clock.get() / 1e9))
        .isInstanceOf(IllegalStateException.class);
  }
}
