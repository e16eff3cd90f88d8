package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Refusal;
import java.nio.ByteBuffer;

/** What tests say about walks. */
final class Walks {
  private Walks() {}

  static PictureFacts admitted(byte[] picture) {
    Walk walk = ContainerWalk.walk(ByteBuffer.wrap(picture));
    assertThat(walk).isInstanceOf(Walk.Admitted.class);
    return ((Walk.Admitted) walk).facts();
  }

  static void assertRefused(byte[] picture, Refusal refusal) {
    Walk walk = ContainerWalk.walk(ByteBuffer.wrap(picture));
    assertThat(walk).isInstanceOf(Walk.Refused.class);
    Walk.Refused refused = (Walk.Refused) walk;
    assertThat(refused.refusal()).as(refused.detail()).isEqualTo(refusal);
    assertThat(refused.detail()).endsWith(".").doesNotContain("\n");
  }
}
