package io.cameo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ExactInputStreamTest {

  private static InputStream of(int there, int promised) {
    return new ExactInputStream(new ByteArrayInputStream(new byte[there]), promised);
  }

  @Test
  void stopsAtThePromisedLength() throws Exception {
    assertThat(of(10, 4).readAllBytes()).hasSize(4);
    InputStream one = of(2, 1);
    assertThat(one.read()).isZero();
    assertThat(one.read()).isEqualTo(-1);
  }

  @Test
  void failsWhenTheStoreEndsEarly() {
    assertThatThrownBy(() -> of(3, 4).readAllBytes())
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("1 bytes early");
    assertThatThrownBy(() -> of(0, 1).read()).isInstanceOf(EOFException.class);
  }

  @Test
  void countsWhatIsSkipped() throws Exception {
    InputStream stream = of(10, 6);
    stream.skipNBytes(5);
    assertThat(stream.available()).isEqualTo(1);
    assertThat(stream.readAllBytes()).hasSize(1);
  }
}
