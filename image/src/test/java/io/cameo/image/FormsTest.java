package io.cameo.image;

import static io.cameo.image.Pictures.named;
import static io.cameo.image.Pictures.names;
import static io.cameo.image.Pictures.rendered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every size is made as. */
class FormsTest {

  private static final byte[] OPAQUE = Painted.jpeg(Painted.corners(300, 200));

  private static Recipe recipe(Set<Form> forms, int quality, Integer... sizes) {
    return new Recipe(List.of(sizes), 0, quality, Optional.empty(), 1_000_000, forms);
  }

  private static byte[] transparent() {
    return Objects.requireNonNull(EveryType.files().get("transparent.png"));
  }

  @Test
  void everyFormIsMadeOfEverySize() {
    Outcome.Rendered outcome = rendered(OPAQUE, recipe(EnumSet.allOf(Form.class), 85, 128, 32));

    assertThat(names(outcome))
        .containsExactly("128.jpg", "128.webp", "128.avif", "32.jpg", "32.webp", "32.avif");
    for (Rendition rendition : outcome.renditions()) {
      assertThat(rendition.name()).endsWith("." + rendition.type().extension());
      assertThat(rendition.width()).isEqualTo(rendition.height());
    }
  }

  @Test
  void whatNobodyAskedForIsNotMade() {
    assertThat(names(rendered(OPAQUE, recipe(Set.of(Form.WEBP), 85, 64))))
        .containsExactly("64.webp");
    assertThat(names(rendered(transparent(), recipe(Set.of(Form.UNIVERSAL), 85, 64))))
        .containsExactly("64.png", "64.jpg");
    assertThatThrownBy(() -> recipe(Set.of(), 85, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("form");
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBP", "AVIF"})
  void theyArePicturesOfTheSizeThatTheySay(Form form) {
    Rendition made = rendered(OPAQUE, recipe(Set.of(form), 85, 96)).renditions().getFirst();

    Outcome.Rendered read = rendered(made.bytes(), Pictures.recipe(32));

    assertThat(read.source().type()).isEqualTo(made.type());
    assertThat(read.source().width()).isEqualTo(96);
    assertThat(read.transparent()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBP", "AVIF"})
  void theyKeepTransparency(Form form) {
    Outcome.Rendered outcome = rendered(transparent(), recipe(Set.of(form), 85, 64));

    assertThat(outcome.transparent()).isTrue();
    Rendition made = outcome.renditions().getFirst();
    assertThat(rendered(made.bytes(), Pictures.recipe(32)).transparent()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void lessQualityTakesFewerBytes(Form form) {
    int good = bytes(form, 95);
    int poor = bytes(form, 40);

    assertThat(poor).isLessThan(good);
  }

  private static int bytes(Form form, int quality) {
    return rendered(OPAQUE, recipe(Set.of(form), quality, 256))
        .renditions()
        .getFirst()
        .bytes()
        .length;
  }

  @Test
  void aMasterIsTheSameWhateverTheForms() {
    Recipe some = new Recipe(List.of(64), 128, 85, Optional.empty(), 1_000_000, Set.of(Form.AVIF));
    Recipe usual = new Recipe(List.of(64), 128, 85, Optional.empty(), 1_000_000);

    assertThat(named(rendered(OPAQUE, some), "master.jpg").bytes())
        .isEqualTo(named(rendered(OPAQUE, usual), "master.jpg").bytes());
  }
}
