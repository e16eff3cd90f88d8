package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpoolMemoryTest {

  private final SpoolMemory memory = new SpoolMemory(4L * SpoolMemory.CHUNK);

  @Test
  void givesBackWhatWasWrittenAcrossChunks() throws IOException {
    byte[] body = new byte[2 * SpoolMemory.CHUNK + 77];
    new Random(7).nextBytes(body);
    try (SeekableByteChannel lease = memory.lease(body.length).orElseThrow()) {
      for (int at = 0; at < body.length; at += 60_001) {
        lease.write(ByteBuffer.wrap(body, at, Math.min(60_001, body.length - at)));
      }
      lease.position(0);
      ByteBuffer read = ByteBuffer.allocate(body.length + 10);
      while (lease.read(read) > 0) {
        // Reads to the end.
      }

      assertThat(lease.size()).isEqualTo(body.length);
      assertThat(read.position()).isEqualTo(body.length);
      assertThat(read.array()).startsWith(body);
    }
  }

  @Test
  void isBoundedAndUsedAgain() throws IOException {
    SeekableByteChannel all = memory.lease(4L * SpoolMemory.CHUNK).orElseThrow();

    assertThat(memory.lease(1)).isEmpty();
    all.close();
    all.close();
    assertThat(memory.available()).isEqualTo(4);
    assertThat(memory.lease(4L * SpoolMemory.CHUNK + 1)).isEmpty();
    assertThat(memory.lease(-1)).as("a body of unknown length goes to disk").isEmpty();
  }

  @Test
  void showsNothingOfTheBodyBeforeAndNothingAfterItIsClosed() throws IOException {
    SeekableByteChannel first = memory.lease(10).orElseThrow();
    first.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
    first.close();
    SeekableByteChannel second = memory.lease(10).orElseThrow();
    second.write(ByteBuffer.wrap(new byte[] {9}));
    second.position(0);
    ByteBuffer read = ByteBuffer.allocate(10);

    assertThat(second.read(read)).isEqualTo(1);
    assertThat(second.read(read)).isEqualTo(-1);
    assertThatThrownBy(() -> first.read(read)).isInstanceOf(ClosedChannelException.class);
  }
}
