package io.cameo.service.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.OutputWalk;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackFiguresTest {

  /**
   * The first bytes of each picture's SHA-256. A change here is a new face for everybody without a
   * picture: say so in the changelog.
   */
  private static final Map<String, String> GOLDEN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("BLANK dark", "drawn-cc26de6e73cef7af12ce42e2"),
              Map.entry("BLANK jpeg", "drawn-721bf59ba10122dd705e94f6"),
              Map.entry("BLANK png", "drawn-cc26de6e73cef7af12ce42e2"),
              Map.entry("BLANK svg", "drawn-f686d4ce0a1a77784088dbe0"),
              Map.entry("COLOR dark", "drawn-490db39d08bbb98627da5cfa"),
              Map.entry("COLOR jpeg", "drawn-69826a5a09f43ba716fbd122"),
              Map.entry("COLOR png", "drawn-5bf8416fc8671136bd4df578"),
              Map.entry("COLOR svg", "drawn-d385e1542a741c0fc9b2960e"),
              Map.entry("IDENTICON dark", "drawn-c515da87fdd7d70cb499b442"),
              Map.entry("IDENTICON jpeg", "drawn-4b53737f4c91b3ca6d92f1dd"),
              Map.entry("IDENTICON png", "drawn-4c478849b2fb4291caab79a3"),
              Map.entry("IDENTICON svg", "drawn-87971667d5d0b78af0d12c55"),
              Map.entry("INITIALS dark", "drawn-2f847369b39264a6d5876e11"),
              Map.entry("INITIALS jpeg", "drawn-9a378c54ef73fb90ab735f27"),
              Map.entry("INITIALS png", "drawn-91cb096c4bc38a7eda6fc7fd"),
              Map.entry("INITIALS svg", "drawn-781bf642f8865666b5b02bc9"),
              Map.entry("MONSTER dark", "drawn-6514cf8512bcc57b29e98429"),
              Map.entry("MONSTER jpeg", "drawn-264b6fbe6e1124419585914a"),
              Map.entry("MONSTER png", "drawn-8b80941fc877b7f8cd51999f"),
              Map.entry("MONSTER svg", "drawn-99b8a2254745a22684c291e9"),
              Map.entry("MP dark", "drawn-b650f92c4011aecd5f383ad4"),
              Map.entry("MP jpeg", "drawn-89da1e6fa3bed84d2b1be223"),
              Map.entry("MP png", "drawn-bf1ae8eb78008c531f725cdd"),
              Map.entry("MP svg", "drawn-e0d5aeda763e6aa0bbb2c43a"),
              Map.entry("RETRO dark", "drawn-ee5a78dc1bc0891e3baca966"),
              Map.entry("RETRO jpeg", "drawn-d5c93de4002862ab19db15ce"),
              Map.entry("RETRO png", "drawn-5eed7965a7e0bf20b0c8f7f9"),
              Map.entry("RETRO svg", "drawn-3491ab9cc611951879d1070a"),
              Map.entry("ROBOT dark", "drawn-ac76a6898a535ccfdfe6e76c"),
              Map.entry("ROBOT jpeg", "drawn-11a14bec980ad14bb6d62b9b"),
              Map.entry("ROBOT png", "drawn-7681b78bc784b5ed6afeb74e"),
              Map.entry("ROBOT svg", "drawn-ed2d0d58fbe89082790e8dca"),
              Map.entry("SILHOUETTE dark", "drawn-45104f9f3963a4ec6f0b9fa9"),
              Map.entry("SILHOUETTE jpeg", "drawn-38eaa9d57afc72f3142278be"),
              Map.entry("SILHOUETTE png", "drawn-2712792e820eb20c6ad1f2c4"),
              Map.entry("SILHOUETTE svg", "drawn-3a6790e6770bfb4a7302aa4c")));

  private final FallbackAvatars avatars = new FallbackAvatars(FallbackStyle.SILHOUETTE);

  static Map<String, String> names(FallbackAvatars avatars) {
    Map<String, String> names = new TreeMap<>();
    for (FallbackStyle style : FallbackStyle.values()) {
      FallbackRequest wanted = FallbackRequest.of(style, "ann").named("Ann Łee").sized(96);
      names.put(style + " png", avatars.draw(wanted).name());
      names.put(style + " dark", avatars.draw(wanted.onDark(true)).name());
      names.put(style + " jpeg", avatars.draw(wanted.as(FallbackForm.JPEG)).name());
      names.put(style + " svg", avatars.draw(wanted.as(FallbackForm.SVG)).name());
    }
    return names;
  }

  @Test
  void everyStyleHasTheSameBytesEverywhere() {
    assertThat(names(avatars)).isEqualTo(GOLDEN);
  }

  @Test
  void drawsTheSameWithoutAwtAndWithoutTheSystemsFonts() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base,java.logging,jdk.unsupported",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutDesktop.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEqualTo(WithoutDesktop.names()).contains("INITIALS SVG drawn-");
  }

  @ParameterizedTest
  @EnumSource(FallbackStyle.class)
  void everySizeIsARealPictureOfThatSize(FallbackStyle style) throws IOException {
    FallbackRequest wanted = FallbackRequest.of(style, "ann").named("Ann Lee");
    for (int size : new int[] {1, 2, 3, 15, 16, 17, 80, 513, 2048}) {
      byte[] png = avatars.draw(wanted.sized(size)).bytes();
      byte[] jpeg = avatars.draw(wanted.sized(size).as(FallbackForm.JPEG)).bytes();

      assertThat(side(png)).isEqualTo(size);
      assertThat(side(jpeg)).isEqualTo(size);
      assertThat(OutputWalk.check(ByteBuffer.wrap(jpeg), ImageType.JPEG, size, size)).isEmpty();
      if (style != FallbackStyle.BLANK) {
        assertThat(OutputWalk.check(ByteBuffer.wrap(png), ImageType.PNG, size, size)).isEmpty();
      }
    }
  }

  private static int side(byte[] file) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(image.getHeight()).isEqualTo(image.getWidth());
    return image.getWidth();
  }

  @Test
  void sizesBeyondTheBoundsAreRefusedOrBroughtWithin() {
    FallbackRequest wanted = FallbackRequest.of(FallbackStyle.ROBOT, "ann");

    assertThat(wanted.sized(0).size()).isEqualTo(1);
    assertThat(wanted.sized(Integer.MAX_VALUE).size()).isEqualTo(2048);
    assertThatThrownBy(
            () ->
                new FallbackRequest(
                    FallbackStyle.ROBOT, "ann", wanted.letters(), 2049, false, FallbackForm.PNG))
        .hasMessageContaining("2048");
  }

  @ParameterizedTest
  @EnumSource(names = {"IDENTICON", "RETRO", "MONSTER", "ROBOT"})
  void tenThousandSeedsHaveTenThousandFaces(FallbackStyle style) {
    Set<String> drawings = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      FallbackRequest wanted = FallbackRequest.of(style, "subject-" + i).as(FallbackForm.SVG);
      drawings.add(avatars.draw(wanted).name());
    }

    assertThat(drawings).as("of 10,000").hasSizeGreaterThanOrEqualTo(9_990);
  }

  @Test
  void anSvgHasShapesAndNothingElse() {
    for (FallbackStyle style : FallbackStyle.values()) {
      FallbackRequest wanted =
          FallbackRequest.of(style, "<script>").lettered("<&\"").as(FallbackForm.SVG);
      String svg = new String(avatars.draw(wanted).bytes(), StandardCharsets.UTF_8);

      assertThat(svg)
          .matches(
              "<svg xmlns=\"http://www\\.w3\\.org/2000/svg\" width=\"256\" height=\"256\""
                  + " viewBox=\"0 0 1000 1000\">"
                  + "(<path fill=\"#[0-9a-f]{6}\" d=\"[MLHVCZ0-9 .-]*\"/>)*</svg>\n");
    }
  }

  @Test
  void aNameWithoutALetterToDrawGetsTheIdenticonOfItsSeed() {
    FallbackRequest nameless = FallbackRequest.of(FallbackStyle.INITIALS, "ann").named("🎉");

    assertThat(avatars.draw(nameless))
        .isSameAs(avatars.draw(FallbackRequest.of(FallbackStyle.IDENTICON, "ann")));
  }

  @Test
  void initialsOfASubjectAreThoseOfTheNameInIt() {
    FallbackAvatars initials = new FallbackAvatars(FallbackStyle.INITIALS);
    FallbackRequest expected =
        FallbackRequest.of(FallbackStyle.INITIALS, "ann.lee@example.org").lettered("AL");

    assertThat(initials.of("ann.lee@example.org")).isEqualTo(expected);
  }

  @Test
  void aFloodOfSubjectsAndSizesStaysWithinTheBound() {
    FallbackAvatars flooded = new FallbackAvatars(FallbackStyle.MONSTER);
    for (int i = 0; i < 3_000; i++) {
      flooded.draw(flooded.of("subject-" + i).sized(60 + i % 400));
    }

    assertThat(flooded.rememberedBytes()).isBetween(1L << 20, 8L << 20);
  }
}
