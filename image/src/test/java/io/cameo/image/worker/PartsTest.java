package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small parts that need no process. */
class PartsTest {
  @TempDir private Path folder;

  private static List<String> drained(String stderr) {
    List<String> lines = new ArrayList<>();
    byte[] bytes = stderr.getBytes(StandardCharsets.UTF_8);
    new StderrDrain(new ByteArrayInputStream(bytes), lines::add).run();
    return lines;
  }

  @Test
  void passesLinesOnAsPrintableText() {
    assertThat(drained("one\n\u001b[31mtwo\tend\nwithout end"))
        .containsExactly("one", "?[31mtwo?end", "without end");
  }

  @Test
  void cutsALineWithoutEnd() {
    assertThat(drained("x".repeat(1_000_000))).containsExactly("x".repeat(StderrDrain.MAX_LINE));
  }

  @Test
  void countsTheLinesThatItDrops() {
    List<String> lines = drained("line\n".repeat(1_000));
    assertThat(lines.subList(0, StderrDrain.MAX_LINES)).containsOnly("line");
    assertThat(lines.getLast()).matches("\\(\\d+ more lines were dropped\\)");
    assertThat(lines).hasSizeLessThan(100);
  }

  @Test
  void usesAFolderOfClassesWhereItIs() throws Exception {
    assertThat(WorkerClasspath.locate(folder.resolve("unused")))
        .containsExactly(Puppets.classesOf(WorkerMain.class));
    assertThat(folder.resolve("unused")).doesNotExist();
  }

  @Test
  void copiesAJarOutOfAJar() throws Exception {
    Path outer = folder.resolve("my app+1.jar");
    byte[] inner = "the inner jar".getBytes(StandardCharsets.UTF_8);
    nest(outer, "BOOT-INF/lib/cameo-image-0.1.0.jar", inner);
    String location =
        "jar:nested:" + outer.toUri().getRawPath() + "/!BOOT-INF/lib/cameo-image-0.1.0.jar!/";
    Path target = folder.resolve("extracted");
    Path first = WorkerClasspath.locate(location, target);
    Path second = WorkerClasspath.locate(location, target);
    assertThat(first).hasBinaryContent(inner).isEqualTo(second);
    assertThat(first.getFileName().toString()).matches("cameo-image-[0-9a-f]{32}\\.jar");
    try (var files = Files.list(target)) {
      assertThat(files).containsExactly(first);
    }
  }

  @Test
  void doesNotTrustWhatLiesWhereTheJarIsCopiedTo() throws Exception {
    Path outer = folder.resolve("app.jar");
    byte[] inner = "the inner jar".getBytes(StandardCharsets.UTF_8);
    nest(outer, "BOOT-INF/lib/image.jar", inner);
    String location = "jar:nested:" + outer + "/!BOOT-INF/lib/image.jar!/";
    Path jar = WorkerClasspath.locate(location, folder);
    Files.writeString(jar, "something else");
    assertThat(WorkerClasspath.locate(location, folder)).hasBinaryContent(inner);
  }

  @Test
  void refusesPlacesThatNoWorkerCouldUse() {
    for (String location :
        List.of(
            "jar:nested:" + folder.resolve("none.jar") + "/!BOOT-INF/lib/image.jar!/",
            "jar:nested:" + folder.resolve("app.jar") + "/!BOOT-INF/classes/!/",
            "jar:nested:nonsense",
            "jrt:/java.base",
            folder.resolve("none.jar").toUri().toString())) {
      assertThatThrownBy(() -> WorkerClasspath.locate(location, folder))
          .as(location)
          .isInstanceOf(IOException.class);
    }
  }

  private static void nest(Path outer, String name, byte[] inner) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(outer))) {
      ZipEntry entry = new ZipEntry(name);
      CRC32 crc = new CRC32();
      crc.update(inner);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(inner.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(inner);
    }
  }

  @Test
  void asksToComeBackWhenThePicturesBeforeAreLikelyDone() {
    Tally tally = new Tally();
    for (int i = 0; i < 200; i++) {
      tally.served(Duration.ofSeconds(2).toNanos());
    }
    assertThat(tally.retryAfter(9, 2)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    assertThat(tally.retryAfter(0, 64)).isEqualTo(Duration.ofSeconds(1));
    assertThat(tally.retryAfter(10_000, 1)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void namesEveryExitCodeThatAWorkerCanHave() {
    for (WorkerExit exit : WorkerExit.values()) {
      if (exit.code() >= 0) {
        assertThat(WorkerExit.ofCode(exit.code())).isEqualTo(exit);
      }
      assertThat(exit.word()).matches("[a-z-]+");
    }
    assertThat(WorkerExit.ofCode(-1)).isEqualTo(WorkerExit.UNKNOWN);
    assertThat(WorkerExit.ofCode(200)).isEqualTo(WorkerExit.UNKNOWN);
  }

  @Test
  void survivesAListenerThatFails() {
    WorkerListener broken =
        new WorkerListener() {
          @Override
          public void rejected(PoolBusyException.Reason reason) {
            throw new IllegalStateException("the listener is upset");
          }
        };
    assertThatCode(() -> new GuardedListener(broken).rejected(PoolBusyException.Reason.QUEUE_FULL))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesOptionsThatCouldNotWork() {
    assertThatThrownBy(() -> new WorkerLimits(1, 1 << 20, 64))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WorkerLimits(1 << 20, 20 << 20, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heap");
    assertThatThrownBy(() -> new Recycling(0, Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Puppets.options(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Puppets.options(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(PoolOptions.defaults().workers()).isPositive();
    assertThat(WorkerLimits.defaults().pictureBytes()).isPositive();
  }
}
