package io.cameo.service.backup.tables;

import io.cameo.service.backup.archive.ArchiveException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of a CSV file as PostgreSQL writes it, by the names in its first line. An empty field is a
 * null, a quoted empty one an empty text.
 */
public final class CsvRows implements AutoCloseable {

  private static final int END = -1;

  private final String name;
  private final BufferedReader in;
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<String> header;
  private List<Optional<String>> row = List.of();

  /**
   * @param name of the file, for messages
   */
  public CsvRows(String name, InputStream in) {
    this.name = name;
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    this.header = readRow().stream().map(Optional::orElseThrow).toList();
    for (int i = 0; i < header.size(); i++) {
      columns.put(header.get(i), i);
    }
  }

  /** Names of the columns in the file's order. */
  public List<String> columns() {
    return header;
  }

  /** Goes to the next row; false behind the last one. */
  public boolean next() {
    row = readRow();
    if (row.isEmpty()) {
      return false;
    }
    if (row.size() != header.size()) {
      throw broken("a row of " + row.size() + " fields under " + header.size() + " names");
    }
    return true;
  }

  /** A field of this row; empty if it is null. */
  public Optional<String> field(String column) {
    Integer index = columns.get(column);
    if (index == null) {
      throw broken("no column " + column);
    }
    return row.get(index);
  }

  /** A field of this row that is never null. */
  public String text(String column) {
    return field(column).orElseThrow(() -> broken("no value for " + column));
  }

  private List<Optional<String>> readRow() {
    try {
      int c = in.read();
      List<Optional<String>> fields = new ArrayList<>(header == null ? 8 : header.size());
      if (c == END) {
        return fields;
      }
      while (true) {
        StringBuilder field = new StringBuilder();
        boolean quoted = c == '"';
        c = quoted ? readQuoted(field) : readPlain(c, field);
        fields.add(field.isEmpty() && !quoted ? Optional.empty() : Optional.of(field.toString()));
        if (c == ',') {
          c = in.read();
        } else if (c == '\n' || c == END) {
          return fields;
        } else {
          throw broken("a character behind a closing quote");
        }
      }
    } catch (IOException failed) {
      throw ArchiveException.failed("The archive failed while reading " + name, failed);
    }
  }

  private int readPlain(int first, StringBuilder field) throws IOException {
    int c = first;
    while (c != ',' && c != '\n' && c != END) {
      field.append((char) c);
      c = in.read();
    }
    return c;
  }

  private int readQuoted(StringBuilder field) throws IOException {
    while (true) {
      int c = in.read();
      if (c == END) {
        throw broken("an open quote at its end");
      }
      if (c == '"') {
        int following = in.read();
        if (following != '"') {
          return following;
        }
      }
      field.append((char) c);
    }
  }

  private ArchiveException broken(String what) {
    return new ArchiveException("The file " + name + " is no CSV of this program: it has " + what);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException failed) {
      throw ArchiveException.failed("The archive failed while closing " + name, failed);
    }
  }
}
