package io.cameo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyGrammarTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        ".",
        "..",
        "a/..",
        "a..b",
        "a.",
        "-a",
        "_a",
        "a/-b",
        "ä",
        "a\0b",
        "a\\b",
        "a:b",
        "a%2fb",
        "a\n",
        "1/2/3/4/5/6/7/8/9",
        "Avatars",
        "a*"
      })
  void refusesWhatWouldNeedEscapingSomewhere(String key) {
    assertThat(KeyGrammar.isKey(key)).isFalse();
    assertThatThrownBy(() -> KeyGrammar.requireKey(key)).isInstanceOf(IllegalKeyException.class);
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThat(KeyGrammar.isKey("a".repeat(128))).isTrue();
    assertThat(KeyGrammar.isKey("a".repeat(129))).isFalse();
    String four = ("a".repeat(127) + "/").repeat(4);
    assertThat(KeyGrammar.isKey(four.substring(0, 511))).isTrue();
    assertThat(KeyGrammar.isKey(four + "bb")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/", "a/b", "a.", "a/b-", "avatars/0f"})
  void takesThePrefixesOfKeys(String prefix) {
    assertThat(KeyGrammar.requirePrefix(prefix)).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "a//", ".", "a..", "A", "a/.", "+"})
  void refusesPrefixesOfNothing(String prefix) {
    assertThatThrownBy(() -> KeyGrammar.requirePrefix(prefix))
        .isInstanceOf(IllegalKeyException.class);
  }

  @Test
  void showsABadKeyShortAndPrintable() {
    assertThat(new IllegalKeyException("not a key", "a\nb" + "c".repeat(500)))
        .hasMessageStartingWith("not a key: \"a?bccc")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(110));
  }
}
