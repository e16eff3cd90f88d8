package io.cameo.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class Sha256Test {

  /** The first example of FIPS 180-2. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void isTheStandardsOwnInEveryForm() {
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    MessageDigest piecewise = Sha256.begin();
    piecewise.update(abc, 0, 1);
    piecewise.update(abc, 1, 2);

    assertThat(Sha256.of(abc)).isEqualTo(OF_ABC);
    assertThat(Sha256.written(Sha256.bytes(abc))).isEqualTo(OF_ABC);
    assertThat(Sha256.written(piecewise.digest())).isEqualTo(OF_ABC);
  }
}
