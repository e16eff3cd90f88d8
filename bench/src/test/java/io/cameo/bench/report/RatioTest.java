package io.cameo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RatioTest {

  @Test
  void isMetFromTheRequirementOn() {
    assertThat(new Ratio("x", 22, 10, 2.2).met()).isTrue();
    assertThat(new Ratio("x", 22, 10, 2.2).reached()).isEqualTo(2.2);
  }

  @Test
  void isNotRoundedUpToTheRequirement() {
    assertThat(new Ratio("x", 21.99, 10, 2.2).met()).isFalse();
  }

  @Test
  void refusesAPeerThatDidNothing() {
    assertThatThrownBy(() -> new Ratio("x", 5, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ratio("x", 5, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
