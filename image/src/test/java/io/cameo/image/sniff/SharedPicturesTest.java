package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cameo.image.ImageType;
import io.cameo.image.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real photographs, where the folder with them lies beside the project. */
class SharedPicturesTest {
  private static byte[] read(String name) throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.isDirectory(root.resolve(".mvn"))) {
      root = root.getParent();
    }
    assumeTrue(root != null && root.getParent() != null);
    Path picture = root.getParent().resolve("shared/pictures").resolve(name);
    assumeTrue(Files.isReadable(picture), "no " + picture);
    return Files.readAllBytes(picture);
  }

  @ParameterizedTest
  @CsvSource({
    "exif-landscape-1.jpg, JPEG, 1800, 1200, 1, 3, false",
    "exif-landscape-3.jpg, JPEG, 1800, 1200, 3, 3, false",
    "exif-landscape-6.jpg, JPEG, 1200, 1800, 6, 3, false",
    "exif-landscape-8.jpg, JPEG, 1200, 1800, 8, 3, false",
    "exif-portrait-1.jpg, JPEG, 1200, 1800, 1, 3, false",
    "exif-portrait-5.jpg, JPEG, 1800, 1200, 5, 3, false",
    "exif-portrait-6.jpg, JPEG, 1800, 1200, 6, 3, false",
    "exif-portrait-7.jpg, JPEG, 1800, 1200, 7, 3, false",
    "phone-12mp-gps.jpg, JPEG, 3024, 4032, 6, 3, false",
    "progressive.jpg, JPEG, 900, 1350, 1, 3, false",
    "gray.jpg, JPEG, 1200, 800, 1, 1, false",
    "cmyk-icc.jpg, JPEG, 1200, 800, 1, 4, true",
    "adobe-rgb-icc.jpg, JPEG, 1200, 800, 1, 3, true",
    "alpha-circle.png, PNG, 600, 600, 1, 4, false",
    "rgb-16bit.png, PNG, 800, 533, 1, 3, false",
    "photo.webp, WEBP, 1000, 667, 1, 3, false",
    "photo.avif, AVIF, 900, 600, 1, 3, false",
    "animated.gif, GIF, 320, 213, 1, 3, false"
  })
  void knowsWhatEachPhotographIs(
      String name,
      ImageType type,
      int width,
      int height,
      int orientation,
      int channels,
      boolean profile)
      throws IOException {
    PictureFacts facts = Walks.admitted(read(name));
    assertThat(facts.type()).isEqualTo(type);
    assertThat(facts.width()).isEqualTo(width);
    assertThat(facts.height()).isEqualTo(height);
    assertThat(facts.samples().channels()).isEqualTo(channels);
    assertThat(facts.samples().alpha()).isEqualTo(name.contains("alpha"));
    assertThat(facts.samples().bitsPerChannel()).isEqualTo(name.contains("16bit") ? 16 : 8);
    assertThat(facts.tags()).isEqualTo(new PictureFacts.Tags(orientation, profile));
    assertThat(facts.coding().frames()).isEqualTo(name.contains("animated") ? 3 : 1);
    assertThat(facts.coding().progressive()).isEqualTo(name.contains("progressive"));
    assertThat(facts.trailingBytes()).isZero();
    assertThat(Admission.check(facts, 50_000_000)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "truncated.jpg, DAMAGED_PICTURE",
    "not-a-picture.svg, UNSUPPORTED_TYPE",
    "svg-named.png, UNSUPPORTED_TYPE"
  })
  void refusesWhatIsDamagedOrNoPicture(String name, Refusal refusal) throws IOException {
    Walks.assertRefused(read(name), refusal);
  }

  @ParameterizedTest
  @CsvSource({"polyglot-trailing.jpg"})
  void countsTheForeignBytesOfAPolyglotP1(String name) throws IOException {
    PictureFacts facts = Walks.admitted(read(name));
    assertThat(facts.width()).isEqualTo(1800);
    assertThat(facts.trailingBytes()).isEqualTo(48);
  }
}
