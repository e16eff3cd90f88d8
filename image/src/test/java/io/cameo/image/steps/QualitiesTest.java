package io.cameo.image.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualitiesTest {

  @Test
  void keepsTheEndsOfTheScale() {
    assertThat(Qualities.webp(1)).isEqualTo(1);
    assertThat(Qualities.avif(1)).isEqualTo(1);
    assertThat(Qualities.webp(100)).isEqualTo(100);
    assertThat(Qualities.avif(100)).isEqualTo(100);
  }

  @Test
  void neverFallsAndSkipsNothingBetweenTwoMeasuredPoints() {
    for (IntUnaryOperator other : new IntUnaryOperator[] {Qualities::webp, Qualities::avif}) {
      for (int jpeg = 2; jpeg <= 100; jpeg++) {
        assertThat(other.applyAsInt(jpeg) - other.applyAsInt(jpeg - 1))
            .as("from %d to %d", jpeg - 1, jpeg)
            .isBetween(0, 5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101, -1})
  void knowsNoOtherQuality(int quality) {
    assertThatThrownBy(() -> Qualities.webp(quality)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Qualities.avif(quality)).isInstanceOf(IllegalArgumentException.class);
  }
}
