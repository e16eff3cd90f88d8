package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import io.cameo.image.Refusal;
import io.cameo.image.fuzz.Fuzzer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A bounded run; {@code ./cameo fuzz} makes longer ones. */
class FrameFuzzTest {

  private static byte[] bytes(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  @Test
  void w1EveryFrameThatAFuzzerFindsIsReadOrRefused() {
    Recipe recipe =
        new Recipe(List.of(64, 32), 128, 80, Optional.of(new Crop(1, 2, 30, 90)), 1_000_000);
    Fuzzer.Run run =
        Fuzzer.run(
            "frames",
            FrameFuzz.class,
            Map.of(
                "request", bytes(RequestCodec.encode(7, recipe, 100)),
                "refusal",
                    bytes(ReplyCodec.encode(7, new Outcome.Refused(Refusal.BAD_CROP, "No."))),
                "ready", bytes(new Ready(17, "8.18.7", 300, List.of("one", "two")).encode())));

    assertThat(run.clean()).as(run.log()).isTrue();
    assertThat(run.executed()).as(run.log()).isGreaterThanOrEqualTo(Fuzzer.INPUTS);
    assertThat(run.covered()).as("places reached, %s", run.log()).isGreaterThan(50);
  }
}
