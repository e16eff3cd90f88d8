package io.cameo.service.ops.importing;

import io.cameo.service.ops.frame.OpsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of a comma-separated file (RFC 4180), one at a time. */
final class CsvLines implements AutoCloseable {

  private static final int LONGEST_RECORD = 16 * 1024;
  private static final int END = -1;

  private final BufferedReader in;
  private int line = 1;
  private int next;

  /** One record and the line that it begins in. */
  record Fields(int line, List<String> values) {}

  CsvLines(Reader reader) {
    this.in = new BufferedReader(reader);
    this.next = read();
    if (next == '\ufeff') {
      next = read();
    }
  }

  private int read() {
    try {
      return in.read();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The next record that is not an empty line; empty at the end. */
  Optional<Fields> next() {
    while (next == '\r' || next == '\n') {
      step();
    }
    if (next == END) {
      return Optional.empty();
    }
    int begins = line;
    List<String> values = new ArrayList<>();
    int[] left = {LONGEST_RECORD};
    values.add(value(begins, left));
    while (next == ',') {
      spend(begins, left);
      step();
      values.add(value(begins, left));
    }
    return Optional.of(new Fields(begins, values));
  }

  private int step() {
    int now = next;
    if (now == '\n') {
      line++;
    }
    next = read();
    return now;
  }

  private String value(int begins, int[] left) {
    StringBuilder value = new StringBuilder();
    if (next == '"') {
      step();
      quoted(begins, value, left);
    }
    while (next != ',' && next != '\r' && next != '\n' && next != END) {
      append(begins, value, left, step());
    }
    return value.toString();
  }

  private void quoted(int begins, StringBuilder value, int[] left) {
    while (true) {
      int c = step();
      if (c == END) {
        throw OpsException.problem("Line " + begins + " opens a quotation that never ends.");
      }
      if (c == '"') {
        if (next != '"') {
          return;
        }
        step();
      }
      append(begins, value, left, c);
    }
  }

  private static void append(int begins, StringBuilder value, int[] left, int c) {
    spend(begins, left);
    value.append((char) c);
  }

  /** Commas count like characters: a line of nothing else would be as many values. */
  private static void spend(int begins, int[] left) {
    if (--left[0] < 0) {
      throw OpsException.problem(
          "Line "
              + begins
              + " is longer than "
              + LONGEST_RECORD
              + " characters. Mend it, and see that the list is one with commas.");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
