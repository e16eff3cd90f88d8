package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pictures go through the narrow lane. */
class ExpenseTest {
  @TempDir private Path folder;

  private boolean isHigh(byte[] picture) throws IOException {
    Path file = Files.write(folder.resolve("picture"), picture);
    try (SeekableByteChannel channel = FileChannel.open(file)) {
      boolean high = Expense.isHigh(channel);
      assertThat(channel.position()).isZero();
      return high;
    }
  }

  @Test
  void sendsProgressiveInterlacedAndAvifPicturesThroughTheNarrowLane() throws IOException {
    Map<String, byte[]> all = SmallPictures.all();
    Set<String> high =
        all.entrySet().stream()
            .filter(
                entry -> {
                  try {
                    return isHigh(entry.getValue());
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                })
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());

    assertThat(high)
        .containsExactlyInAnyOrder("progressive jpeg", "interlaced png", "avif", "avif with alpha");
    assertThat(all).hasSizeGreaterThan(high.size());
  }

  @Test
  void findsTheCodingBehindSegmentsAndFilling() throws IOException {
    byte[] progressive = SmallPictures.progressiveJpeg(16, 12);
    byte[] comment = new byte[4 + 60_000];
    comment[0] = (byte) 0xFF;
    comment[1] = (byte) 0xFE;
    comment[2] = (byte) ((comment.length - 2) >> 8);
    comment[3] = (byte) (comment.length - 2);

    assertThat(isHigh(BytesOut.insert(progressive, 2, comment))).isTrue();
    assertThat(isHigh(BytesOut.insert(progressive, 2, new byte[] {-1, -1, -1}))).isTrue();
  }

  @Test
  void answersForEveryPictureThatIsCutOrNone() throws IOException {
    for (byte[] picture : SmallPictures.all().values()) {
      for (int length = 0; length < Math.min(200, picture.length); length++) {
        isHigh(Arrays.copyOf(picture, length));
      }
    }
    assertThat(isHigh(new byte[0])).isFalse();
    assertThat(isHigh("<svg/>".getBytes())).isFalse();
  }
}
