package io.cameo.service.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {

  private interface Made {
    void to(Samples.Sink sink);
  }

  private static byte[] bytes(Made made) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    made.to((piece, length) -> bytes.write(piece, 0, length));
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_024, 65_536, 5_242_880})
  void largeSamplesAreExactlyAsLargeAsTheLargestUploadAndHoldEicar(long length) throws IOException {
    byte[] padded = bytes(sink -> Samples.padded(length, sink));
    byte[] zipped = bytes(sink -> Samples.zipped(length, sink));

    assertThat(padded).hasSize((int) length).startsWith(Samples.eicar());
    assertThat(zipped).hasSize((int) length);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
      ZipEntry first = zip.getNextEntry();
      assertThat(first).isNotNull();
      assertThat(zip.readAllBytes()).isEqualTo(Samples.eicar());
      assertThat(zip.getNextEntry()).isNotNull();
      assertThat(zip.readAllBytes()).containsOnly(0);
      assertThat(zip.getNextEntry()).isNull();
    }
  }

  @Test
  void noClassOfOursHoldsEicarItself() throws IOException {
    String eicar = new String(Samples.eicar(), StandardCharsets.ISO_8859_1);
    int looked = 0;
    try (Stream<Path> files = Files.walk(Path.of("target/classes"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).contains(eicar))
            .as(file.toString())
            .isFalse();
        looked++;
      }
    }
    assertThat(looked).as("files looked at").isGreaterThan(100);
  }
}
