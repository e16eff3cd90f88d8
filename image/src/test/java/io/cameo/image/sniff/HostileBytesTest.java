package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cameo.image.ImageType;
import io.cameo.image.Refusal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any bytes must give an answer: no exception, no endless loop. */
class HostileBytesTest {
  private static final int MUTATIONS = 4_000;

  /** Values at which parsers go wrong. */
  private static final int[] EDGES = {0, 1, 2, 0x7F, 0x80, 0xC0, 0xD9, 0xDA, 0xFE, 0xFF};

  private static Walk walkAll(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Walk walk = ContainerWalk.walk(buffer);
    for (ImageType type : ImageType.values()) {
      OutputWalk.check(buffer, type, 16, 12);
    }
    if (walk instanceof Walk.Admitted admitted) {
      PictureFacts facts = admitted.facts();
      assertThat(facts.width()).isPositive();
      assertThat(facts.height()).isPositive();
      assertThat(facts.trailingBytes()).isBetween(0L, (long) bytes.length);
      assertThat(facts.tags().orientation()).isBetween(1, 8);
      assertThat(facts.samples().channels()).isBetween(1, 4);
      Admission.check(facts, 50_000_000);
    }
    return walk;
  }

  private static Map<String, byte[]> pictures() {
    Map<String, byte[]> pictures = SmallPictures.all();
    pictures.put("animated gif", SmallPictures.animatedGif(3));
    pictures.put(
        "avif grid",
        new AvifFile()
            .grid(1000, 700, 2, 2)
            .picture(512, 512)
            .picture(512, 512)
            .picture(512, 512)
            .picture(512, 512)
            .done());
    pictures.put("animated webp", WebpWalkTest.animation(3));
    pictures.put("exif jpeg", JpegWalkTest.withExif(BytesOut.exif(true, 6)));
    return pictures;
  }

  @Test
  void refusesEveryPictureThatIsCutAnywhere() {
    SmallPictures.all()
        .forEach(
            (name, bytes) -> {
              for (int length = 0; length < bytes.length; length++) {
                Walk walk = walkAll(Arrays.copyOf(bytes, length));
                boolean onlyTheTrailerIsMissing = name.equals("gif") && length == bytes.length - 1;
                assertThat(walk instanceof Walk.Admitted)
                    .as("%s cut to %d of %d bytes", name, length, bytes.length)
                    .isEqualTo(onlyTheTrailerIsMissing);
              }
            });
  }

  @Test
  void answersForEveryMutation() {
    pictures()
        .forEach(
            (name, bytes) -> {
              Random random = new Random(name.hashCode());
              for (int i = 0; i < MUTATIONS; i++) {
                byte[] mutant = mutate(bytes, random);
                assertThatCode(() -> walkAll(mutant))
                    .as("%s, mutation %d", name, i)
                    .doesNotThrowAnyException();
              }
            });
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] mutant = bytes.clone();
    int changes = 1 + random.nextInt(4);
    for (int k = 0; k < changes; k++) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(5)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) EDGES[random.nextInt(EDGES.length)];
        case 2 -> Arrays.fill(mutant, at, Math.min(mutant.length, at + 4), (byte) 0xFF);
        case 3 -> {
          int from = random.nextInt(mutant.length);
          int length = Math.min(random.nextInt(24), mutant.length - Math.max(at, from));
          System.arraycopy(bytes, from, mutant, at, length);
        }
        default -> mutant = Arrays.copyOf(mutant, 1 + random.nextInt(mutant.length));
      }
    }
    return mutant;
  }

  @Test
  void answersForEverySingleByteChangedToEveryEdge() {
    pictures()
        .forEach(
            (name, bytes) -> {
              byte[] mutant = bytes.clone();
              for (int at = 0; at < bytes.length; at++) {
                for (int edge : EDGES) {
                  mutant[at] = (byte) edge;
                  walkAll(mutant);
                }
                mutant[at] = bytes[at];
              }
              assertThat(walkAll(mutant)).as(name).isInstanceOf(Walk.Admitted.class);
            });
  }

  @Test
  void answersForRandomBytesBehindEveryMagic() {
    Random random = new Random(7);
    List<byte[]> heads = new ArrayList<>(SmallPictures.all().values());
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      byte[] head = heads.get(i % heads.size());
      System.arraycopy(head, 0, bytes, 0, Math.min(bytes.length, random.nextInt(48)));
      refused += walkAll(bytes) instanceof Walk.Refused ? 1 : 0;
    }
    // Where the head of a picture survives whole, only a decoder can tell that the rest is noise.
    assertThat(refused).isGreaterThan(17_000);
  }

  /** R11: each of these is 8 MB; a walk that is not linear would need minutes. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void walksMegabytesOfNonsenseInLinearTime() {
    byte[] jpeg = SmallPictures.grayJpeg(16, 16);
    int entropy = jpeg.length - 4;
    for (int[] pattern :
        new int[][] {{0xFF, 0x00}, {0xFF, 0xD0}, {0xFF, 0xFF}, {0xFF, 0x01}, {0, 0}}) {
      byte[] flood = new byte[8 << 20];
      for (int i = 0; i < flood.length; i += 2) {
        flood[i] = (byte) pattern[0];
        flood[i + 1] = (byte) pattern[1];
      }
      assertThat(walkAll(BytesOut.insert(jpeg, entropy, flood))).isNotNull();
      assertThat(walkAll(BytesOut.insert(jpeg, 2, flood))).isNotNull();
    }
    byte[] gif = Arrays.copyOf(SmallPictures.gif(), SmallPictures.gif().length + (8 << 20));
    Arrays.fill(gif, SmallPictures.gif().length - 2, gif.length, (byte) 1);
    Walks.assertRefused(gif, Refusal.DAMAGED_PICTURE);
  }
}
