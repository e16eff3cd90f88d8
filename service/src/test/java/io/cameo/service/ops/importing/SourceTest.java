package io.cameo.service.ops.importing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {

  /** A type that is not taken is refused as such, and not for its name. */
  @ParameterizedTest
  @CsvSource({
    "alice.jpg, alice",
    "alice.JPEG, alice",
    "ann.lee@example.org.png, ann.lee@example.org",
    "alice.svg, alice",
    "alice, alice",
    "john.doe, john.doe",
  })
  void theNameOfAFileWithoutTheExtensionOfAPictureIsTheSubject(String file, String subject) {
    assertThat(Source.subject(file)).isEqualTo(subject);
  }
}
