package io.cameo.service.backup.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class CsvRowsTest {

  private static CsvRows rows(String text) {
    return new CsvRows("t.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsWhatPostgresWrites() throws Exception {
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    try (TestDatabase database = TestDatabase.openEmpty();
        var connection = database.connect()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              """
              copy (select * from (values
                (1, E'a,"b"\\nc\\r\\n', 'ü€😀', '', null),
                (2, '\\.', '"', ' x ', 'null')) as t (id, a, b, c, d))
              to stdout with (format csv, header true, encoding 'UTF8')
              """,
              csv);
    }

    CsvRows rows = rows(csv.toString(StandardCharsets.UTF_8));
    assertThat(rows.columns()).containsExactly("id", "a", "b", "c", "d");
    assertThat(rows.next()).isTrue();
    assertThat(rows.text("a")).isEqualTo("a,\"b\"\nc\r\n");
    assertThat(rows.text("b")).isEqualTo("ü€😀");
    assertThat(rows.field("c")).isEqualTo(Optional.of(""));
    assertThat(rows.field("d")).isEmpty();
    assertThat(rows.next()).isTrue();
    assertThat(rows.text("a")).isEqualTo("\\.");
    assertThat(rows.text("b")).isEqualTo("\"");
    assertThat(rows.text("c")).isEqualTo(" x ");
    assertThat(rows.text("d")).isEqualTo("null");
    assertThat(rows.next()).isFalse();
  }

  @Test
  void saysWhatIsNoCsv() {
    assertThatThrownBy(() -> rows("a,b\n1\n").next())
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("t.csv")
        .hasMessageContaining("1 fields under 2 names");
    assertThatThrownBy(() -> rows("a\n\"open").next()).hasMessageContaining("open quote");
    assertThatThrownBy(() -> rows("a\n\"x\"y\n").next()).hasMessageContaining("closing quote");
    CsvRows row = rows("a,b\n1,\n");
    row.next();
    assertThatThrownBy(() -> row.text("c")).hasMessageContaining("no column c");
    assertThatThrownBy(() -> row.text("b")).hasMessageContaining("no value for b");
  }
}
