package io.cameo.service.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.fuzz.Fuzzer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A bounded run; {@code ./cameo fuzz} makes longer ones. */
class TokenFuzzTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void noTextThatAFuzzerFindsIsATokenThatNobodyIssued() {
    Fuzzer.Run run =
        Fuzzer.run(
            "tokens",
            TokenFuzz.class,
            Map.of(
                "issued", bytes("\0" + TokenFuzz.ISSUED),
                "padded", bytes("\0" + TokenFuzz.ISSUED + "="),
                "payload", bytes("\u00011:1800000300:alice"),
                "no number", bytes("\u00011:18x:alice"),
                "no time", bytes("\u00012:24444444444444444:2:read::::..")));

    assertThat(run.clean()).as(run.log()).isTrue();
    assertThat(run.executed()).as(run.log()).isGreaterThanOrEqualTo(Fuzzer.INPUTS);
    assertThat(run.covered()).as("places reached, %s", run.log()).isGreaterThan(8);
  }
}
