package io.cameo.service.ops.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.http.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureAddressTest {

  @Test
  void readsPlainAddresses() {
    PictureAddress address = PictureAddress.parse("https://img.example.org/a%20b/c.jpg?size=9#x");
    assertThat(address.server()).isEqualTo("img.example.org");
    assertThat(address.port()).isEqualTo(443);
    assertThat(address.target()).isEqualTo("/a%20b/c.jpg?size=9");
    assertThat(address.authority()).isEqualTo("img.example.org");
    assertThat(PictureAddress.parse("http://93.184.216.34:8080").target()).isEqualTo("/");
    assertThat(PictureAddress.parse("http://[::1]:81/x").server()).isEqualTo("::1");
    assertThat(PictureAddress.parse("http://[::1]:81/x").authority()).isEqualTo("[::1]:81");
    PictureAddress fragment = PictureAddress.parse("http://first.org#@second.org/x");
    assertThat(fragment.server()).isEqualTo("first.org");
    assertThat(fragment.target()).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "gopher://x.org/1",
        "data:image/png;base64,AA",
        "jar:http://x!/y",
        "netdoc:/etc/passwd",
        "//x.org/a",
        "x.org/a",
        "http:x.org",
        "",
        "http://",
        "http://user@x.org/",
        "http://user:pass@x.org/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.256/",
        "http://127.0.0.01/",
        "http://1.2.3.4.5/",
        "http://x.org./",
        "http://x..org/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://\u2488.\u2488.\u2488.\u2488/",
        "http://ex\u3002ample.org/",
        "http://x.org:0/",
        "http://x.org:70000/",
        "http://x.org/ space",
        "http://x.org\\@y.org/",
        "http://x.org:80:80/"
      })
  void refusesEveryOtherForm(String text) {
    assertThatThrownBy(() -> PictureAddress.parse(text)).isInstanceOf(ProblemException.class);
  }

  @Test
  void neverGoesFromHttpsToHttp() {
    PictureAddress secure = PictureAddress.parse("https://x.org/a/b");
    assertThat(secure.redirected("../c").uri()).hasToString("https://x.org/c");
    assertThat(secure.redirected("//y.org/d").server()).isEqualTo("y.org");
    assertThatThrownBy(() -> secure.redirected("http://x.org/a/b"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().detail()).contains("https to http"));
    assertThatThrownBy(() -> secure.redirected("file:///etc/passwd"))
        .isInstanceOf(ProblemException.class);
    assertThat(PictureAddress.parse("http://x.org/").redirected("https://x.org/").isSecure())
        .isTrue();
  }
}
