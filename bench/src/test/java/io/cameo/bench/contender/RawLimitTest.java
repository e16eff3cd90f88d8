package io.cameo.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RawLimitTest {

  @Test
  void countsPicturesUntilTheTimeIsOver() {
    AtomicLong clock = new AtomicLong();
    RawWork work =
        picture -> {
          clock.addAndGet(Duration.ofMillis(100).toNanos());
          return picture.remaining();
        };
    ByteBuffer picture = ByteBuffer.allocateDirect(4);
    assertThat(RawLimit.loop(work, picture, Duration.ofSeconds(2), clock::get)).isEqualTo(20);
  }

  @Test
  void doesNotCountWorkThatMadeNothing() {
    RawWork lazy = picture -> 0;
    ByteBuffer picture = ByteBuffer.allocateDirect(4);
    assertThatThrownBy(() -> RawLimit.loop(lazy, picture, Duration.ofSeconds(5), System::nanoTime))
        .isInstanceOf(IllegalStateException.class);
  }
}
