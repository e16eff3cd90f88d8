package io.cameo.service.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every place of an archive does. */
abstract class ArchiveFilesContract {

  private ArchiveFiles files;

  /** The place of this test; the same one however often it is opened. */
  abstract ArchiveFiles open();

  @BeforeEach
  void openFirst() {
    files = open();
  }

  @AfterEach
  void close() {
    files.close();
  }

  private String text(String name) {
    try (InputStream in = files.open(name).orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> names(String folder) {
    List<String> names = new ArrayList<>();
    files.list(folder).forEachRemaining(entry -> names.add(entry.name()));
    return names;
  }

  @Test
  void givesBackWhatWasPutAndReplacesIt() {
    assertThat(files.open("a/b")).isEmpty();
    assertThat(files.length("a/b")).isEmpty();
    assertThat(files.isEmpty()).isTrue();

    files.put("a/b", bytes("first"));
    files.put("a/b", bytes("second!"));

    assertThat(text("a/b")).isEqualTo("second!");
    assertThat(files.length("a/b")).hasValue(7);
    assertThat(files.isEmpty()).isFalse();
  }

  @Test
  void aFileIsThereOnlyWhenItsWriterEnds() {
    assertThatThrownBy(
            () ->
                files.write(
                    "a/half",
                    out -> {
                      out.write(bytes("half"));
                      throw new IOException("the writer's own failure");
                    }))
        .isInstanceOf(ArchiveException.class);

    assertThat(files.open("a/half")).isEmpty();
    assertThat(names("a")).isEmpty();
  }

  @Test
  void longFilesComeBackByteForByte() throws IOException {
    byte[] block = new byte[1 << 20];
    new Random(1).nextBytes(block);
    for (int blocks : List.of(8, 9)) {
      files.write(
          "a/long",
          out -> {
            for (int i = 0; i < blocks; i++) {
              out.write(block);
            }
          });
      assertThat(files.length("a/long")).hasValue((long) blocks << 20);
      try (InputStream in = files.open("a/long").orElseThrow()) {
        for (int i = 0; i < blocks; i++) {
          assertThat(in.readNBytes(block.length)).isEqualTo(block);
        }
        assertThat(in.read()).isEqualTo(-1);
      }
    }
    files.write("a/long", out -> out.write(bytes("short now")));
    assertThat(text("a/long")).isEqualTo("short now");
  }

  @Test
  void listsByNameAndDeletes() {
    for (String name :
        List.of("p/abc/2/x.jpg", "p/abc/1/y.jpg", "p/abc/1/x.jpg", "p/0aa/9/z", "q/1")) {
      files.put(name, bytes(name));
    }

    assertThat(names("p"))
        .containsExactly("p/0aa/9/z", "p/abc/1/x.jpg", "p/abc/1/y.jpg", "p/abc/2/x.jpg");
    assertThat(files.list("p").next().length()).isEqualTo("p/0aa/9/z".length());

    files.delete(List.of("p/abc/1/x.jpg", "p/0aa/9/z", "p/none"));
    assertThat(names("p")).containsExactly("p/abc/1/y.jpg", "p/abc/2/x.jpg");
    assertThat(names("nothing")).isEmpty();
  }

  @Test
  void oneWriterAtATime() {
    try (ArchiveFiles.Lock lock = files.lock();
        ArchiveFiles others = open()) {
      assertThatThrownBy(others::lock)
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("Another backup writes to");
      assertThat(files.isEmpty()).as("the lock is no content").isTrue();
    }
    files.lock().close();
  }

  @Test
  void namesThatLeaveThePlaceAreRefused() {
    for (String name : List.of("../a", "/a", "a//b", "a/../../b", "A", "")) {
      assertThatThrownBy(() -> files.put(name, bytes("x"))).isInstanceOf(ArchiveException.class);
    }
  }
}
