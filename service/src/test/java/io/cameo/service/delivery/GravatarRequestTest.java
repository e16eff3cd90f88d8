package io.cameo.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.delivery.GravatarRequest.Otherwise;
import io.cameo.service.fallback.FallbackForm;
import io.cameo.service.fallback.FallbackStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests of Gravatar's clients are read. */
class GravatarRequestTest {

  private static final String MD5 = "b4becdf161eb9e311664b548cc735a9d";
  private static final String SHA256 =
      "ff0d280b9c5f5a2c55588f66a1d676ac82c5be8f14f90afec5c0b525467d059a";

  private static GravatarRequest read(String query) {
    return GravatarRequest.parse("/avatar/" + MD5, query).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // address, hash, form of what is drawn
        MD5 + "," + MD5 + ",PNG",
        SHA256 + "," + SHA256 + ",PNG",
        "B4BECDF161EB9E311664B548CC735A9D," + MD5 + ",PNG",
        MD5 + ".jpg," + MD5 + ",JPEG",
        MD5 + ".JPEG," + MD5 + ",JPEG",
        MD5 + ".png," + MD5 + ",PNG",
        MD5 + ".SVG," + MD5 + ",SVG",
        MD5 + ".gif," + MD5 + ",PNG",
        MD5 + ".webp," + MD5 + ",PNG",
        MD5 + ".whatever.jpg," + MD5 + ",PNG",
        "deadbeef,'',PNG",
        "ann@example,'',PNG",
        MD5 + "0,'',PNG",
        "g4becdf161eb9e311664b548cc735a9d.jpg,'',JPEG",
        ".jpg,'',JPEG",
      })
  void theHashIsReadInLowerCaseAndWithoutItsExtension(String name, String hash, FallbackForm form) {
    GravatarRequest request = GravatarRequest.parse("/avatar/" + name, null).orElseThrow();

    assertThat(request.hash()).isEqualTo(hash);
    assertThat(FallbackForm.of(request.extension())).isEqualTo(form);
    assertThat(request.size()).isEqualTo(80);
    assertThat(request.otherwise()).isEqualTo(new Otherwise.Usual());
    assertThat(request.forced()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/avatar/" + MD5 + "/x.css",
        "/avatar/" + MD5 + ";x.css",
        "/avatar/" + MD5 + "%2fx",
        "/avatar/" + MD5 + "%00",
        "/avatar//" + MD5,
        "/avatar/x\\y",
        "/avatars/" + MD5,
        "/avatar"
      })
  void noDelimiterMakesAnotherAddress(String path) {
    assertThat(GravatarRequest.parse(path, null)).isEmpty();
  }

  @Test
  void anAddressWithoutAHashIsTold() {
    assertThat(GravatarRequest.lacksHash("/avatar/")).isTrue();
    assertThat(GravatarRequest.lacksHash("/avatar")).isTrue();
    assertThat(GravatarRequest.lacksHash("/avatar/x")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, 80",
        "'', 80",
        "s=, 80",
        "s, 80",
        "s=1, 1",
        "s=40, 40",
        "s=040, 40",
        "s=512, 512",
        "s=513, 512",
        "s=1000, 512",
        "s=2048, 512",
        "s=99999999999999999999, 512",
        "s=0, 80",
        "s=000, 80",
        "s=-5, 80",
        "s=80.5, 80",
        "s=1e2, 80",
        "s=abc, 80",
        "s=%34%30, 40",
        "s=%zz, 80",
        "s=+40, 80",
        "size=64, 64",
        "s=40&size=64, 64",
        "size=64&s=40, 64",
        "size=abc&s=40, 80",
        "size=&s=40, 40",
        "s=40&s=50, 40",
        "S=40, 80",
        "xs=40, 80",
        "x=y&s=40&domain=example.org, 40"
      })
  void theSizeIsBroughtIntoItsBounds(String query, int size) {
    assertThat(read(query).size()).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "mm, MP", "mp, MP", "identicon, IDENTICON", "monsterid, MONSTER", "wavatar, MONSTER",
    "retro, RETRO", "robohash, ROBOT", "pagan, RETRO", "mmng, SILHOUETTE", "blank, BLANK",
    "color, COLOR", "initials, INITIALS", "Identicon, IDENTICON"
  })
  void aWordNamesAStyle(String word, FallbackStyle style) {
    assertThat(read("d=" + word).otherwise()).isEqualTo(new Otherwise.Drawn(style, "", ""));
    assertThat(read("default=" + word + "&d=404").otherwise())
        .as("the long name wins")
        .isEqualTo(new Otherwise.Drawn(style, "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"d=", "d", "default=", "d=nobody", "d=%", "d=404x", "d=/x.png", "D=404"})
  void whatIsUnknownIsAsGoodAsAbsent(String query) {
    assertThat(read(query).otherwise()).isEqualTo(new Otherwise.Usual());
  }

  @Test
  void fourHundredAndFourAndAddressesAreNoStyles() {
    assertThat(read("d=404").otherwise()).isEqualTo(new Otherwise.NotFound());
    assertThat(read("default=&d=404").otherwise()).isEqualTo(new Otherwise.NotFound());
    assertThat(read("d=https%3A%2F%2Fexample.org%2Fa%3Fb%3Dc%26d").otherwise())
        .isEqualTo(new Otherwise.Elsewhere("https://example.org/a?b=c&d"));
  }

  @Test
  void initialsComeWithTheirLetters() {
    assertThat(read("d=initials&name=john+doe").otherwise())
        .isEqualTo(new Otherwise.Drawn(FallbackStyle.INITIALS, "", "john doe"));
    Otherwise.Drawn given = new Otherwise.Drawn(FallbackStyle.INITIALS, "jd", "Some random user");
    assertThat(read("d=initials&initials=jd&name=Some%20random%20user").otherwise())
        .isEqualTo(given);
    assertThat(given.of("x").letters()).containsExactly("j", "d");
    assertThat(
            new Otherwise.Drawn(FallbackStyle.INITIALS, "", "Some random user").of("x").letters())
        .containsExactly("S", "U");
    assertThat(new Otherwise.Drawn(FallbackStyle.INITIALS, "🎉", "john doe").of("x").letters())
        .as("initials of which nothing can be drawn are as good as none")
        .containsExactly("J", "D");
    assertThat(read("d=retro&name=john").otherwise())
        .isEqualTo(new Otherwise.Drawn(FallbackStyle.RETRO, "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, false",
        "f=y, true",
        "forcedefault=y, true",
        "f=n, false",
        "f=yes, false",
        "f=Y, false",
        "f=, false",
        "forcedefault=n&f=y, false",
        "r=x&f=y&gravatarredirect=y, true"
      })
  void onlyYForces(String query, boolean forced) {
    assertThat(read(query).forced()).isEqualTo(forced);
  }

  @ParameterizedTest
  @CsvSource({
    "theme=dark,true",
    "s=9&theme=dark,true",
    "theme=Dark,false",
    "theme=,false",
    "s=9,false"
  })
  void whatIsDrawnMayBeForADarkPage(String query, boolean dark) {
    assertThat(read(query).dark()).isEqualTo(dark);
  }
}
