package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.cameo.image.Crop;
import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Recipe;
import io.cameo.image.Refusal;
import io.cameo.image.Rendition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The frames: what is written is read, and whatever else comes is a typed error. */
class WireTest {
  private static final int MAX = 1 << 20;
  private static final int MUTATIONS = 20_000;
  private static final Crop CROP = new Crop(1, 2, 30, 270);
  private static final Recipe RECIPE =
      new Recipe(List.of(64, 32), 64, 85, Optional.of(CROP), 1L << 33);

  private static Recipe largest() {
    List<Integer> sizes = IntStream.range(0, 32).mapToObj(i -> 47 - i).toList();
    return new Recipe(sizes, 4096, 100, Optional.of(CROP), Long.MAX_VALUE);
  }

  private static Rendered rendered(Recipe recipe, boolean transparent) {
    List<Rendition> renditions = new ArrayList<>();
    for (int size : recipe.sizes()) {
      renditions.add(new Rendition(size + ".jpg", ImageType.JPEG, size, size, new byte[size]));
      if (transparent) {
        renditions.add(new Rendition(size + ".png", ImageType.PNG, size, size, new byte[9]));
      }
    }
    ImageType master = transparent ? ImageType.PNG : ImageType.JPEG;
    renditions.add(
        new Rendition("master." + master.extension(), master, 30, 30, new byte[] {1, 2, 3}));
    return new Rendered(
        new Outcome.Source(ImageType.AVIF, 200, 300),
        CROP,
        transparent,
        renditions,
        new byte[] {9, 8},
        "#00ff7f");
  }

  private static byte[] frame(long id, Outcome outcome) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ReplyCodec.encode(id, outcome).array());
    if (outcome instanceof Rendered rendered) {
      for (Rendition one : rendered.renditions()) {
        out.write(one.bytes());
      }
    }
    return out.toByteArray();
  }

  private static ReplyReader reader(byte[] bytes) {
    return new ReplyReader(new ByteArrayInputStream(bytes), MAX, Puppets.ANYTHING);
  }

  private static Recipe decodeRequest(byte[] frame) throws WireException {
    ByteBuffer in = ByteBuffer.wrap(frame);
    if (frame.length < FrameHeader.BYTES) {
      throw new WireException("cut off");
    }
    FrameHeader header = FrameHeader.read(in, FrameHeader.REQUEST, MAX);
    if (header.headLength() > in.remaining()) {
      throw new WireException("cut off");
    }
    return RequestCodec.decode(in.slice(in.position(), header.headLength()));
  }

  @Test
  void readsTheRecipesThatItWrites() throws Exception {
    Recipe plain = new Recipe(List.of(16), 0, 1, Optional.empty(), 1);
    for (Recipe recipe : List.of(RECIPE, plain, largest())) {
      assertThat(decodeRequest(RequestCodec.encode(77, recipe, 5).array())).isEqualTo(recipe);
    }
  }

  @Test
  void readsTheRepliesThatItWrites() throws Exception {
    for (Recipe recipe : List.of(RECIPE, largest())) {
      for (boolean transparent : new boolean[] {true, false}) {
        Rendered sent = rendered(recipe, transparent);
        Outcome read = reader(frame(5, sent)).reply(5, recipe);
        assertThat(read).usingRecursiveComparison().isEqualTo(sent);
      }
    }
  }

  @Test
  void readsEveryRefusal() throws Exception {
    for (Refusal refusal : Refusal.values()) {
      Refused sent = new Refused(refusal, "A sentence with 12 numbers.");
      assertThat(reader(frame(-1, sent)).reply(-1, RECIPE)).isEqualTo(sent);
    }
  }

  @Test
  void cutsAnEndlessDetail() throws Exception {
    Refused sent = new Refused(Refusal.BAD_CROP, "x".repeat(10_000));
    Refused read = (Refused) reader(frame(1, sent)).reply(1, RECIPE);
    assertThat(read.detail()).isEqualTo("x".repeat(250));
  }

  @Test
  void readsReady() throws Exception {
    Ready sent = new Ready(4711, "8.18.7", 250, List.of("seccomp", "landlock"));
    assertThat(reader(sent.encode().array()).ready()).isEqualTo(sent);
  }

  @Test
  void takesOneFrameForNoOther() throws Exception {
    byte[] reply = frame(1, new Refused(Refusal.BAD_CROP, ""));
    byte[] ready = new Ready(1, "", 0, List.of()).encode().array();
    assertThatThrownBy(() -> reader(reply).ready()).isInstanceOf(WireException.class);
    assertThatThrownBy(() -> reader(ready).reply(1, RECIPE)).isInstanceOf(WireException.class);
    assertThatThrownBy(() -> decodeRequest(reply)).isInstanceOf(WireException.class);
  }

  @Test
  void refusesAReplyThatIsTooLongForItsLimitBeforeReadingIt() throws Exception {
    byte[] frame = frame(1, rendered(RECIPE, false));
    ReplyReader small = new ReplyReader(new ByteArrayInputStream(frame), 90, Puppets.ANYTHING);
    assertThatThrownBy(() -> small.reply(1, RECIPE))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("limit");
  }

  @Test
  void refusesEveryReplyThatBreaksOff() throws Exception {
    byte[] whole = frame(1, rendered(RECIPE, true));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> reader(part).reply(1, RECIPE))
          .as("cut to " + length)
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void refusesWhatTheRecipeDidNotAskFor() throws Exception {
    Rendered good = rendered(RECIPE, false);
    Recipe smaller = new Recipe(RECIPE.sizes(), 64, 85, RECIPE.crop(), 59_999);
    Recipe elsewhere =
        new Recipe(RECIPE.sizes(), 64, 85, Optional.of(new Crop(0, 2, 30, 270)), 1L << 33);
    Recipe noMaster = new Recipe(RECIPE.sizes(), 0, 85, RECIPE.crop(), 1L << 33);
    byte[] frame = frame(1, good);
    for (Recipe recipe : List.of(smaller, elsewhere, noMaster, largest())) {
      assertThatThrownBy(() -> reader(frame).reply(1, recipe))
          .isInstanceOfSatisfying(
              WireException.class, e -> assertThat(e.exit()).isEqualTo(WorkerExit.BAD_OUTPUT));
    }
  }

  @Test
  void refusesARenditionLargerThanItsPixels() throws Exception {
    Recipe recipe = new Recipe(List.of(16), 0, 85, Optional.empty(), 1L << 33);
    Rendition fat = new Rendition("16.jpg", ImageType.JPEG, 16, 16, new byte[66_561]);
    Rendered sent =
        new Rendered(
            new Outcome.Source(ImageType.PNG, 9, 9),
            new Crop(0, 0, 9, 0),
            false,
            List.of(fat),
            new byte[0],
            "#000000");
    byte[] frame = frame(1, sent);
    assertThatThrownBy(() -> reader(frame).reply(1, recipe))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("bytes of 16.jpg");
  }

  @Test
  void answersEveryMutatedReplyWithATypedError() throws Exception {
    byte[] rendered = frame(1, rendered(RECIPE, true));
    byte[] refused = frame(1, new Refused(Refusal.DAMAGED_PICTURE, "The picture is damaged."));
    byte[] ready = new Ready(4711, "8.18.7", 250, List.of("seccomp")).encode().array();
    Random random = new Random(20_261_122);
    int[] seen = new int[2];
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] reply = mutated(i % 2 == 0 ? rendered : refused, random, 200);
      byte[] start = mutated(ready, random, ready.length);
      seen[only(() -> reader(reply).reply(1, RECIPE), reply)]++;
      only(() -> reader(start).ready(), start);
    }
    // Both must happen, or nothing was tested.
    assertThat(seen[0]).as("still readable").isPositive();
    assertThat(seen[1]).as("refused").isGreaterThan(MUTATIONS / 2);
  }

  @Test
  void answersEveryMutatedRequestWithATypedError() {
    byte[] request = RequestCodec.encode(1, RECIPE, 100).array();
    Random random = new Random(20_261_123);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] frame = mutated(request, random, request.length);
      refused += only(() -> decodeRequest(frame), frame);
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 4);
  }

  private interface Reading {
    Object read() throws IOException;
  }

  /** 0 when it was read, 1 when it was refused by one of the two typed errors. */
  private static int only(Reading reading, byte[] frame) {
    try {
      reading.read();
      return 0;
    } catch (WireException | EOFException e) {
      return 1;
    } catch (IOException | RuntimeException | Error e) {
      return fail("not typed, for " + Arrays.toString(frame), e);
    }
  }

  /** Up to four bytes changed, now and then some cut off or put in. */
  private static byte[] mutated(byte[] from, Random random, int reach) {
    byte[] bytes = from.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(Math.min(reach, bytes.length));
      bytes[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
            case 2 -> (byte) 0xff;
            default -> 0;
          };
    }
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(64));
      default -> bytes;
    };
  }
}
