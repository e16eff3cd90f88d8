package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.ImageType;
import io.cameo.image.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerWalkTest {
  private static final Map<String, ImageType> TYPES =
      Map.of(
          "jpeg", ImageType.JPEG,
          "png", ImageType.PNG,
          "gif", ImageType.GIF,
          "webp", ImageType.WEBP,
          "avif", ImageType.AVIF);

  private static ImageType expected(String name) {
    return TYPES.entrySet().stream()
        .filter(entry -> name.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void knowsTypeAndSizeOfEveryKind() {
    SmallPictures.all()
        .forEach(
            (name, bytes) -> {
              PictureFacts facts = Walks.admitted(bytes);
              assertThat(facts.type()).as(name).isEqualTo(expected(name));
              assertThat(facts.width()).as(name).isEqualTo(SmallPictures.WIDTH);
              assertThat(facts.height()).as(name).isEqualTo(SmallPictures.HEIGHT);
              assertThat(facts.trailingBytes()).as(name).isZero();
              assertThat(facts.coding().frames()).as(name).isEqualTo(1);
              assertThat(facts.tags().orientation()).as(name).isEqualTo(1);
              assertThat(facts.coding().progressive())
                  .as(name)
                  .isEqualTo(name.matches("(progressive|interlaced|gif).*"));
            });
  }

  @Test
  void knowsTheTypeFromTheFirst64Bytes() {
    SmallPictures.all()
        .forEach(
            (name, bytes) -> {
              int length = Math.min(bytes.length, ContainerWalk.HEAD_BYTES);
              assertThat(ContainerWalk.typeOf(ByteBuffer.wrap(bytes, 0, length)))
                  .as(name)
                  .contains(expected(name));
            });
  }

  @Test
  void leavesTheCallersBufferAsItIs() {
    byte[] jpeg = SmallPictures.jpeg(20, 10);
    ByteBuffer buffer = ByteBuffer.allocateDirect(jpeg.length + 30);
    buffer.position(10).put(jpeg).flip().position(10);
    int limit = buffer.limit();
    Walk walk = ContainerWalk.walk(buffer);
    assertThat(((Walk.Admitted) walk).facts().width()).isEqualTo(20);
    assertThat(ContainerWalk.typeOf(buffer)).contains(ImageType.JPEG);
    assertThat(OutputWalk.check(buffer, ImageType.JPEG, 20, 10)).isEmpty();
    assertThat(buffer.position()).isEqualTo(10);
    assertThat(buffer.limit()).isEqualTo(limit);
  }

  @Test
  void readsAReadOnlyBuffer() {
    ByteBuffer readOnly = ByteBuffer.wrap(SmallPictures.avif()).asReadOnlyBuffer();
    assertThat(ContainerWalk.walk(readOnly)).isInstanceOf(Walk.Admitted.class);
  }

  /** P5, P7, P8, R13: what a lenient sniffer would pass on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u00ff\u00d8",
        "\u00ff\u00d8\u0000\u00ff",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        " \u0089PNG\r\n\u001a\n\0\0\0\rIHDR",
        "\u0089PNG\r\n\u001a\n\0\0\0\rJHDR",
        "\u0089PNG\n\u001a\n\0\0\0\rIHDR",
        "GIF88a------------",
        "RIFF\0\0\0\0WAVE",
        "%!PS-Adobe",
        "push graphic-context",
        "II*\0\b\0\0\0",
        "MM\0*\0\0\0\b",
        "BM------",
        "8BPS",
        "\0\0\0\fjP  \r\n\u0087\n",
        "\0\0\0\u0018ftypheic\0\0\0\0mif1heic",
        "\0\0\0\u0018ftypmif1\0\0\0\0mif1heic",
        "\0\0\0\u001cftypmif1\0\0\0\0mif1avifheix",
        "\0\0\0\u001cftypavif\0\0\0\0avifmif1msf1",
        "\0\0\0\u001cftypavis\0\0\0\0avifmif1miaf",
        "\0\0\0\u0014ftypmp42\0\0\0\0avif",
        "\0\0\0\u0008ftypavif\0\0\0\0avif"
      })
  void refusesWhatIsNotOneOfTheFiveTypes(String latin1) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(ContainerWalk.typeOf(ByteBuffer.wrap(bytes))).isEmpty();
    Walks.assertRefused(bytes, Refusal.UNSUPPORTED_TYPE);
  }

  /** P9: the magic alone, and the magic with junk behind it. */
  @Test
  void refusesMagicWithoutAPicture() {
    for (String magic :
        new String[] {
          "\u00ff\u00d8\u00ff",
          "GIF89a",
          "RIFF\u0004\0\0\0WEBP",
          "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"
        }) {
      Walks.assertRefused(magic.getBytes(StandardCharsets.ISO_8859_1), Refusal.DAMAGED_PICTURE);
      Walks.assertRefused(
          (magic + "junk".repeat(50)).getBytes(StandardCharsets.ISO_8859_1),
          Refusal.DAMAGED_PICTURE);
    }
  }

  /** P1, M3: accepted, but counted, because none of it is ever kept. */
  @Test
  void countsWhatStandsBehindThePicture() {
    byte[] foreign = "PK\u0003\u0004<script>".getBytes(StandardCharsets.ISO_8859_1);
    SmallPictures.all()
        .forEach(
            (name, bytes) ->
                assertThat(
                        Walks.admitted(BytesOut.start().bytes(bytes).bytes(foreign).done())
                            .trailingBytes())
                    .as(name)
                    .isEqualTo(foreign.length));
  }
}
