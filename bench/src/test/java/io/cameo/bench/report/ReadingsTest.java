package io.cameo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {

  @Test
  void takesTheMiddleOfAnOddNumberOfRounds() {
    Readings readings = new Readings(List.of(9.0, 1.0, 4.0));
    assertThat(readings.median()).isEqualTo(4.0);
    assertThat(readings.min()).isEqualTo(1.0);
    assertThat(readings.max()).isEqualTo(9.0);
  }

  @Test
  void takesTheMeanOfTheTwoMiddleOnes() {
    assertThat(new Readings(List.of(10.0, 1.0, 4.0, 2.0)).median()).isEqualTo(3.0);
  }

  @Test
  void refusesToSpeakOfNoRounds() {
    assertThatThrownBy(() -> new Readings(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
