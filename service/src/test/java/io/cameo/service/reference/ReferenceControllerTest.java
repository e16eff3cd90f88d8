package io.cameo.service.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.http.ProblemException;
import io.cameo.service.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the reference shows, and that it can be hidden. */
class ReferenceControllerTest {

  private static String text(byte[] body) {
    return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
  }

  private static String page() {
    return text(new ReferenceController(new ReferenceSettings(true)).page().getBody());
  }

  @Test
  void isThereUnlessItIsSwitchedOff() {
    assertThat(ReferenceSettings.from(new Settings(Map.of())).on()).isTrue();
    assertThat(ReferenceSettings.from(new Settings(Map.of("CAMEO_ENV", "production"))).on())
        .isTrue();
    ReferenceController off =
        new ReferenceController(ReferenceSettings.from(new Settings(Map.of("CAMEO_DOCS", "off"))));

    assertThatThrownBy(off::page).isInstanceOf(ProblemException.class).hasMessage("not-found");
    assertThatThrownBy(off::style).isInstanceOf(ProblemException.class).hasMessage("not-found");
    assertThatThrownBy(off::document).isInstanceOf(ProblemException.class).hasMessage("not-found");
  }

  @Test
  void showsEveryCallAsItCanBeTyped() {
    assertThat(page())
        .contains(
            """
            curl &quot;$CAMEO/v1/avatars/alice&quot; \\
              -H &quot;Authorization: Bearer $KEY&quot; \\
              -H &quot;Content-Type: image/jpeg&quot; \\
              -T photo.jpg</code>""")
        .contains("curl &quot;$CAMEO/u/alice?s=96&quot; \\\n  -o picture.jpg</code>")
        .contains("curl -I &quot;$CAMEO/u/alice.jpg?s=96&quot;</code>")
        .contains("curl -X DELETE &quot;$CAMEO/v1/admin/keys/k3v9x2m4q7t1&quot;")
        .contains("?s=96&amp;d=initials&amp;initials=AL&quot;")
        .contains("/v1/admin/erasures/3f1c9a52-7be4-4d08-9c61-2a0e8d7b5f43&quot;")
        .contains("-d '{&quot;overlapSeconds&quot;:3600}'");
  }

  @Test
  void noExampleIsOneThatAShellOrCurlWouldRefuse() {
    List<String> addresses =
        Pattern.compile("&quot;[$]CAMEO(.*?)&quot;")
            .matcher(page())
            .results()
            .map(one -> one.group(1).replace("&amp;", "&"))
            .toList();
    assertThat(addresses).hasSizeGreaterThan(40).allMatch(one -> one.matches("[!-~]+"));
    assertThat(addresses).as("a parameter without an example").noneMatch(one -> one.contains("{"));
    assertThat(addresses)
        .filteredOn(one -> one.endsWith("/"))
        .as("a parameter whose example is empty")
        .containsExactly("/");
  }

  @Test
  void theAnswerThatIsShownIsThatOfAFirstCall() {
    assertThat(page())
        .contains("<figcaption>Answer 201: A new version, current from now on.</figcaption>")
        .contains("<figcaption>Answer 200: Erased.</figcaption>");
  }

  @Test
  void writesNothingOfTheDocumentUnescaped() {
    assertThat(Markup.line("a <b> & `c<d` **e**"))
        .isEqualTo("a &lt;b&gt; &amp; <code>c&lt;d</code> <strong>e</strong>");
    assertThat(Markup.path("/u/{subject}.{extension}"))
        .isEqualTo("/<wbr>u/<wbr><i>{subject}</i>.<i>{extension}</i>");
  }
}
