package io.cameo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UploadRoundTest {

  @Test
  void tellsWithinWhichTimeAShareWasAnswered() {
    List<Double> millis = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList();
    UploadRound round = new UploadRound(100, List.of(), 4, millis);
    assertThat(round.percentile(0.5)).isEqualTo(50);
    assertThat(round.percentile(0.99)).isEqualTo(99);
    assertThat(round.percentile(1)).isEqualTo(100);
    assertThat(round.perSecond()).isEqualTo(25);
  }

  @Test
  void isZeroWhenNothingWasAnswered() {
    UploadRound round = new UploadRound(0, List.of("refused"), 4, List.of());
    assertThat(round.percentile(0.99)).isZero();
    assertThat(round.perSecond()).isZero();
  }
}
