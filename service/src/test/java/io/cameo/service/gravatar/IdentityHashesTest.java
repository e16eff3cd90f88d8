package io.cameo.service.gravatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes of identities, by the published vectors. */
class IdentityHashesTest {

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError(missing);
    }
  }

  /** Gravatar's own vector, with the space behind it and without. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MyEmailAddress@example.com ",
        "myemailaddress@example.com",
        "\t MYEMAILADDRESS@EXAMPLE.COM\n"
      })
  void anEmailIsTrimmedAndLowerCasedAsAWhole(String email) {
    assertThat(IdentityHashes.ofEmail(email))
        .containsExactly(
            "0bc83cb571cd1c50ba6f3e8a78ef1346",
            "84059b07d4be67b806386c0aad8070a23f18836bbaae342275dc0a83414c32ee");
  }

  @Test
  void anEmailIsHashedAsUtf8() {
    assertThat(IdentityHashes.ofEmail("JÖRG@exämple.org")).contains(sha256("jörg@exämple.org"));
  }

  @Test
  void theVectorOfLibravatarIsAmongTheFormsOfAnOpenId() {
    assertThat(IdentityHashes.ofOpenId("https://examplibre.org/accounts/xyz/id"))
        .contains("c2cbc5f5a1784fa7105380e550360d73f15c4c1f9c7ca1ac436c45a33027fcd7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "https://example.org > http://example.org/ http://example.org https://example.org/"
            + " https://example.org",
        "HTTP://Example.ORG/Path/?Q=A > http://example.org/Path/?Q=A/ http://example.org/Path/?Q=A"
            + " https://example.org/Path/?Q=A/ https://example.org/Path/?Q=A",
        "https://User:Pass@EXAMPLE.org/#Frag > http://User:Pass@example.org/#Frag/"
            + " http://User:Pass@example.org/#Frag https://User:Pass@example.org/#Frag/"
            + " https://User:Pass@example.org/#Frag",
        "https://Example.org:8443/Me/ > http://example.org:8443/Me/ http://example.org:8443/Me"
            + " https://example.org:8443/Me/ https://example.org:8443/Me http://example.org/Me/"
            + " http://example.org/Me https://example.org/Me/ https://example.org/Me",
        "http://[2001:DB8::1]/a > http://[2001:db8::1]/a/ http://[2001:db8::1]/a"
            + " https://[2001:db8::1]/a/ https://[2001:db8::1]/a",
      })
  void anOpenIdHasFourFormsAndWithAPortEight(String openId, String forms) {
    Set<String> expected =
        Arrays.stream(forms.split(" ", -1))
            .map(IdentityHashesTest::sha256)
            .collect(Collectors.toSet());

    assertThat(IdentityHashes.ofOpenId(" " + openId + " "))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ann",
        "@example.org",
        "ann@",
        "a b@example.org",
        "a\0@b.org",
        // As they are pasted; a client never hashes them like that.
        "ann@example.org\u00a0",
        "\ufeffann@example.org",
        "ann@example.org\u200b",
        "\u202aann@example.org\u202c",
        "\ud800@example.org",
        "Ann<ann@example.org>",
        "<ann@example.org>",
        "mailto:ann@example.org",
        "MAILTO:ann@example.org",
        "ann@example.org,bob@example.org",
        "ann@example.org;"
      })
  void whatIsNoEmailIsRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> IdentityHashes.ofEmail(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("example.org", "ann", "b.org");
  }

  @Test
  void whatIsRareIsTaken() {
    for (String address :
        new String[] {
          "o'neil+news@example.org", "ann@[ipv6:2001:db8::1]", "x@می\u200cخواهم.example"
        }) {
      assertThat(IdentityHashes.ofEmail(address)).contains(sha256(address));
    }
  }

  @Test
  void whatIsTooLongIsRefused() {
    String longest = "a".repeat(254 - 12) + "@example.org";
    assertThat(IdentityHashes.ofEmail(longest)).hasSize(2);
    assertThatThrownBy(() -> IdentityHashes.ofEmail("a" + longest))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IdentityHashes.ofOpenId("https://example.org/" + "a".repeat(1_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "ftp://example.org/",
        "https://",
        "https:///path",
        "https://:80/",
        "https://user@/",
        "https://exam ple.org/",
        "https://example.org/\u200b",
        "https://example.org/\ud800",
        "mailto:ann@example.org"
      })
  void whatIsNoOpenIdIsRefused(String text) {
    assertThatThrownBy(() -> IdentityHashes.ofOpenId(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "b4becdf161eb9e311664b548cc735a9d, true",
    "ff0d280b9c5f5a2c55588f66a1d676ac82c5be8f14f90afec5c0b525467d059a, true",
    "B4BECDF161EB9E311664B548CC735A9D, false",
    "b4becdf161eb9e311664b548cc735a9, false",
    "b4becdf161eb9e311664b548cc735a9d0, false",
    "g4becdf161eb9e311664b548cc735a9d, false",
    "deadbeef, false",
  })
  void aHashIsAnMd5OrASha256(String text, boolean hash) {
    assertThat(IdentityHashes.isHash(text)).isEqualTo(hash);
  }
}
