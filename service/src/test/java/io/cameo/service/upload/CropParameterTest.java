package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.image.Crop;
import io.cameo.service.http.ProblemException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CropParameterTest {

  @Test
  void readsASquareWithAndWithoutATurn() {
    assertThat(CropParameter.parse(Optional.of("1,2,300"))).contains(new Crop(1, 2, 300, 0));
    assertThat(CropParameter.parse(Optional.of("1,2,300,270"))).contains(new Crop(1, 2, 300, 270));
    assertThat(CropParameter.parse(Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1,2", "1,2,0", "-1,2,3", "1,2,3,45", "1,2,3,", "1.5,2,3", "9999999,1,1", "a,b,c"})
  void refusesWhatIsNoSquare(String parameter) {
    assertThatThrownBy(() -> CropParameter.parse(Optional.of(parameter)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo("bad-crop");
              assertThat(refused.problem().status()).isEqualTo(422);
            });
  }

  @Test
  void writesWhatItReads() {
    Optional<Crop> crop = Optional.of(new Crop(4, 5, 6, 90));

    assertThat(CropParameter.parse(Optional.of(CropParameter.write(crop)))).isEqualTo(crop);
  }
}
