package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.ImageType;
import io.cameo.image.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final long LIMIT = 50_000_000;

  private static PictureFacts facts(
      ImageType type, int width, int height, int channels, int bits, boolean progressive) {
    return new PictureFacts(
        type,
        width,
        height,
        new PictureFacts.Samples(channels, bits, false),
        new PictureFacts.Coding(1, 1, progressive),
        new PictureFacts.Tags(1, false),
        0);
  }

  private static Optional<Refusal> check(PictureFacts facts) {
    return Admission.check(facts, LIMIT).map(Walk.Refused::refusal);
  }

  @Test
  void admitsExactlyTheLimitOfPixels() {
    assertThat(check(facts(ImageType.JPEG, 10_000, 5_000, 3, 8, false))).isEmpty();
    assertThat(check(facts(ImageType.JPEG, 10_000, 5_001, 3, 8, false)))
        .contains(Refusal.TOO_MANY_PIXELS);
  }

  @Test
  void refusesHeaderBombsR4R5R12() {
    assertThat(check(facts(ImageType.JPEG, 35_584, 18_696, 3, 8, false)))
        .contains(Refusal.TOO_MANY_PIXELS);
    assertThat(check(facts(ImageType.WEBP, 16_383, 16_383, 4, 8, false)))
        .contains(Refusal.TOO_MANY_PIXELS);
    assertThat(check(facts(ImageType.JPEG, 64_250, 64_250, 3, 8, false)))
        .contains(Refusal.TOO_MANY_PIXELS);
    assertThat(check(facts(ImageType.PNG, Integer.MAX_VALUE, Integer.MAX_VALUE, 4, 16, true)))
        .contains(Refusal.TOO_MANY_PIXELS);
  }

  @Test
  void refusesInterlacedPngBeyondTheMemoryR1() {
    assertThat(check(facts(ImageType.PNG, 7_000, 7_000, 4, 16, true)))
        .contains(Refusal.TOO_EXPENSIVE);
    assertThat(check(facts(ImageType.PNG, 7_000, 7_000, 4, 16, false))).isEmpty();
    assertThat(check(facts(ImageType.PNG, 7_000, 7_000, 3, 8, true))).isEmpty();
  }

  @Test
  void refusesProgressiveCmykBeyondTheMemoryR2() {
    assertThat(check(facts(ImageType.JPEG, 7_000, 7_000, 4, 8, true)))
        .contains(Refusal.TOO_EXPENSIVE);
    assertThat(check(facts(ImageType.JPEG, 7_000, 7_000, 3, 8, true))).isEmpty();
    assertThat(check(facts(ImageType.JPEG, 16_383, 16_383, 1, 8, true)))
        .contains(Refusal.TOO_MANY_PIXELS);
  }

  @Test
  void admitsAbsurdAspectsR14() {
    assertThat(check(facts(ImageType.PNG, 1, 16_383, 3, 8, false))).isEmpty();
    assertThat(check(facts(ImageType.PNG, 16_383, 1, 3, 8, false))).isEmpty();
    assertThat(check(facts(ImageType.PNG, 1, 1, 3, 8, false))).isEmpty();
    assertThat(check(facts(ImageType.PNG, 65_536, 1, 3, 8, false)))
        .contains(Refusal.TOO_MANY_PIXELS);
  }

  @Test
  void saysTheNumbersAndTheLimit() {
    assertThat(Admission.check(facts(ImageType.PNG, 20_000, 10_000, 3, 8, false), LIMIT))
        .hasValueSatisfying(
            refused -> assertThat(refused.detail()).contains("20000 x 10000", "50000000"));
  }

  @Test
  void takesAnyLimitWithoutOverflow() {
    assertThat(Admission.check(facts(ImageType.JPEG, 7_000, 7_000, 4, 8, true), Long.MAX_VALUE))
        .isEmpty();
  }
}
