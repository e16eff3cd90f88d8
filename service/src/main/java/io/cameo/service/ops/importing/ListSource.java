package io.cameo.service.ops.importing;

import io.cameo.service.http.Problem;
import io.cameo.service.ops.frame.OpsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A list of subjects and of where their pictures are. The first line names its columns: {@code
 * subject} and one of {@code file}, {@code address}, {@code key} or {@code email}.
 */
class ListSource implements Source {

  /** Opens what the second column says. */
  interface Opening {
    InputStream open(String value) throws IOException;
  }

  private final Path list;
  private final String where;
  private final Map<String, Opening> openings;

  /**
   * @param where what else the pictures depend on, such as a folder
   * @param openings by the name of the column
   */
  ListSource(Path list, String where, Map<String, Opening> openings) {
    this.list = list;
    this.where = where;
    this.openings = Map.copyOf(openings);
  }

  @Override
  public String identity() {
    return "list " + list + " " + where;
  }

  @Override
  public void each(Consumer<Item> take) throws IOException {
    try (CsvLines lines = new CsvLines(Files.newBufferedReader(list, StandardCharsets.UTF_8))) {
      Columns columns = columns(lines.next());
      Optional<CsvLines.Fields> line;
      while ((line = lines.next()).isPresent()) {
        take.accept(item(columns, line.get()));
      }
    } catch (java.io.UncheckedIOException unreadable) {
      if (unreadable.getCause() instanceof MalformedInputException) {
        throw OpsException.problem(list + " is not in UTF-8. Convert it first.", unreadable);
      }
      throw unreadable.getCause();
    }
  }

  private record Columns(int subject, int value, Opening opening) {}

  private Columns columns(Optional<CsvLines.Fields> first) {
    int subject = -1;
    int value = -1;
    Optional<Opening> opening = Optional.empty();
    int column = 0;
    for (String name : first.map(CsvLines.Fields::values).orElse(java.util.List.of())) {
      String word = name.strip().toLowerCase(Locale.ROOT);
      if (word.equals("subject")) {
        subject = column;
      } else if (opening.isEmpty() && openings.containsKey(word)) {
        value = column;
        opening = Optional.ofNullable(openings.get(word));
      }
      column++;
    }
    if (subject < 0 || opening.isEmpty()) {
      throw OpsException.wrongUse(
          "The first line of "
              + list
              + " must name its columns: subject, and file, address, email, or key (with"
              + " --keys-in).");
    }
    return new Columns(subject, value, opening.get());
  }

  private static Item item(Columns columns, CsvLines.Fields line) {
    String place = "line " + line.line();
    int last = Math.max(columns.subject(), columns.value());
    if (line.values().size() <= last) {
      return new Item(
          place,
          line.values().size() > columns.subject() ? line.values().get(columns.subject()) : "",
          place,
          () -> {
            throw Problem.of(
                    422,
                    "bad-line",
                    "The line is too short",
                    "The line has too few columns. Give a subject and what it gets in every line.")
                .toException();
          });
    }
    String value = line.values().get(columns.value()).strip();
    return new Item(
        place,
        line.values().get(columns.subject()).strip(),
        value,
        () -> columns.opening().open(value));
  }
}
