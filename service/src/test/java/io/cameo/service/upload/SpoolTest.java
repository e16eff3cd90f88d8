package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.http.ProblemException;
import io.cameo.service.observability.Marks;
import io.cameo.service.scan.TestScanners;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  @TempDir Path folder;

  private final AtomicLong nanos = new AtomicLong();

  private Spool spool() {
    return new Spool(folder, new SpoolMemory(0), TestScanners.off(), Marks.NONE, nanos::get);
  }

  private static InputStream body(int bytes) {
    return new ByteArrayInputStream(new byte[bytes]);
  }

  @Test
  void countsAndHashesWhatArrives() throws IOException {
    InputStream abc = new ByteArrayInputStream(new byte[] {'a', 'b', 'c'});
    try (Spool.Spooled spooled = spool().receive(abc, 3, 10, Duration.ofSeconds(1))) {
      ByteBuffer read = ByteBuffer.allocate(3);
      spooled.picture().position(0).read(read);

      assertThat(spooled.length()).isEqualTo(3);
      assertThat(read.array()).containsExactly('a', 'b', 'c');
      assertThat(spooled.sha256())
          .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
    assertThat(folder).isEmptyDirectory();
  }

  /** Nobody has looked at what lies there. */
  @Test
  void nobodyElseOfTheMachineMayLookIntoTheFolder() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    spool();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void takesABodyOfExactlyTheLimitAndRefusesOneByteMore() {
    spool().receive(body(1000), 1000, 1000, Duration.ofSeconds(1)).close();

    assertRefused(() -> spool().receive(body(1001), -1, 1000, Duration.ofSeconds(1)), "too-large");
  }

  @Test
  void refusesAnEmptyBody() {
    assertRefused(() -> spool().receive(body(0), 0, 10, Duration.ofSeconds(1)), "empty-body");
  }

  @Test
  void refusesABodyThatComesTooSlowly() {
    InputStream slow =
        new InputStream() {
          @Override
          public int read() {
            nanos.addAndGet(Duration.ofMillis(600).toNanos());
            return 1;
          }

          @Override
          public int read(byte[] into, int from, int length) {
            into[from] = (byte) read();
            return 1;
          }
        };

    assertRefused(() -> spool().receive(slow, -1, 1000, Duration.ofSeconds(1)), "upload-timeout");
  }

  @Test
  void refusesABodyThatBreaksOff() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };

    assertRefused(
        () -> spool().receive(broken, -1, 1000, Duration.ofSeconds(1)), "upload-interrupted");
  }

  @Test
  void removesAtTheStartWhatAnEarlierRunLeft() throws IOException {
    Files.writeString(folder.resolve("left.upload"), "left");

    spool();

    assertThat(folder).isEmptyDirectory();
  }

  private void assertRefused(Runnable upload, String code) {
    assertThatThrownBy(upload::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(code));
    assertThat(folder).as("nothing is left of a refused upload").isEmptyDirectory();
  }
}
