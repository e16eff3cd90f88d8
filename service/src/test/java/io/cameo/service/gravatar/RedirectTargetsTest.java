package io.cameo.service.gravatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a caller may be sent. */
class RedirectTargetsTest {

  private final RedirectTargets targets =
      RedirectTargets.parse(
          "https://static.example.org/avatars/, https://*.cdn.example.net/,"
              + "http://127.0.0.1:9000/");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://static.example.org/avatars/none.png",
        "https://static.example.org:443/avatars/none.png?size=80&x=%20",
        "HTTPS://STATIC.example.org/avatars/",
        "https://a.cdn.example.net/x.png",
        "https://b.a.cdn.example.net/",
        "http://127.0.0.1:9000/x",
      })
  void whatBeginsAsTheSettingSaysIsAllowed(String address) {
    assertThat(targets.allow(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://static.example.org/avatars/none.png",
        "https://static.example.org:8443/avatars/none.png",
        "https://static.example.org/avatarsX/none.png",
        "https://static.example.org/",
        "https://static.example.org/avatars/../login",
        "https://static.example.org/avatars/%2e%2e/login",
        "https://static.example.org/avatars/%2E./login",
        "https://static.example.org/avatars/..%2flogin",
        "https://static.example.org/avatars/..\\login",
        "https://static.example.org.evil.org/avatars/",
        "https://evil.org/https://static.example.org/avatars/",
        "https://static.example.org@evil.org/avatars/",
        "https://static.example.org:x@evil.org/avatars/",
        "https://evil.org\\@static.example.org/avatars/",
        "https://evil.org#@static.example.org/avatars/",
        "https:/static.example.org/avatars/",
        "//static.example.org/avatars/",
        "https://static.example.org./avatars/",
        "https://cdn.example.net/",
        "https://evilcdn.example.net/",
        "https://.cdn.example.net/",
        "https://static.example.org/avatars/a\r\nSet-Cookie: a=b",
        "https://static.example.org/avatars/a b",
        "https://stätic.example.org/avatars/",
        "javascript://static.example.org/avatars/",
        "data:image/png;base64,AAAA",
        "http://127.0.0.1/x",
        "",
      })
  void everythingElseIsNot(String address) {
    assertThat(targets.allow(address)).isFalse();
  }

  @Test
  void anEndlessAddressIsNot() {
    assertThat(targets.allow("https://a.cdn.example.net/" + "a".repeat(2_000))).isFalse();
  }

  @Test
  void withoutTheSettingNothingIs() {
    assertThat(RedirectTargets.parse("")).isEqualTo(RedirectTargets.NONE);
    assertThat(RedirectTargets.NONE.allow("https://static.example.org/avatars/")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static.example.org",
        "https://static.example.org",
        "https://static.example.org/avatars",
        "https://*/",
        "https://*.org/",
        "https://*.*.example.org/",
        "https://a*.example.org/",
        "ftp://example.org/",
        "https://u@example.org/",
        "https://example.org/?q/",
        "https://a.org/,",
        "https://example.org/a/../"
      })
  void aSettingThatMeansSomethingElseIsRefused(String text) {
    assertThatThrownBy(() -> RedirectTargets.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
