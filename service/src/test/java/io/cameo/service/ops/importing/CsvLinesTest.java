package io.cameo.service.ops.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.ops.frame.OpsException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvLinesTest {

  private static List<String> read(String text) throws IOException {
    List<String> records = new ArrayList<>();
    try (CsvLines lines = new CsvLines(new StringReader(text))) {
      Optional<CsvLines.Fields> fields;
      while ((fields = lines.next()).isPresent()) {
        records.add(fields.get().line() + ":" + String.join("|", fields.get().values()));
      }
    }
    return records;
  }

  @Test
  void readsRecordsWithTheirLines() throws IOException {
    assertThat(read("\ufeffsubject,file\r\nann,a.jpg\r\n\r\nbob,\"b, \"\"the\"\"\n2.jpg\"\ncy,"))
        .containsExactly("1:subject|file", "2:ann|a.jpg", "4:bob|b, \"the\"\n2.jpg", "6:cy|");
    assertThat(read("")).isEmpty();
    assertThat(read("\n\n")).isEmpty();
  }

  @Test
  void aLineOfNothingButCommasIsNoMillionValues() {
    assertThatThrownBy(() -> read("a,b\n" + ",".repeat(1_000_000)))
        .isInstanceOf(OpsException.class)
        .hasMessageContaining("Line 2 is longer");
  }

  @Test
  void namesTheLineThatNeverEnds() {
    assertThatThrownBy(() -> read("a,b\nc,\"d\ne\n"))
        .isInstanceOf(OpsException.class)
        .hasMessageContaining("Line 2");
    assertThatThrownBy(() -> read("a\n" + "x".repeat(20_000)))
        .isInstanceOf(OpsException.class)
        .hasMessageContaining("Line 2 is longer");
  }
}
