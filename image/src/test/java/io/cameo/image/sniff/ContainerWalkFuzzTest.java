package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.fuzz.Fuzzer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A bounded run; {@code ./cameo fuzz} makes longer ones. */
class ContainerWalkFuzzTest {

  @Test
  void everyInputThatAFuzzerFindsIsAnswered() {
    Map<String, byte[]> seeds = SmallPictures.all();
    seeds.put("animated gif", SmallPictures.animatedGif(3));
    seeds.put("animated webp", WebpWalkTest.animation(3));
    seeds.put("exif jpeg", JpegWalkTest.withExif(BytesOut.exif(true, 6)));

    Fuzzer.Run run = Fuzzer.run("container-walk", ContainerWalkFuzz.class, seeds);

    assertThat(run.clean()).as(run.log()).isTrue();
    assertThat(run.executed()).as(run.log()).isGreaterThanOrEqualTo(Fuzzer.INPUTS);
    assertThat(run.covered()).as("places reached, %s", run.log()).isGreaterThan(300);
  }
}
