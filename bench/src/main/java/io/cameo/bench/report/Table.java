package io.cameo.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A Markdown table, padded so that it reads well on a terminal too. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  /** Begins a table with its column titles. */
  public Table(String... titles) {
    rows.add(List.of(titles));
  }

  /** Adds a row; whatever is given is written as it is, numbers with a fitting precision. */
  public Table row(Object... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "A row of %d cells in a table of %d columns."
              .formatted(cells.length, rows.getFirst().size()));
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Double number ? number(number) : cell.toString());
    }
    rows.add(row);
    return this;
  }

  /** The required ratios, each with what was reached and whether that will do. */
  public static Table of(List<Ratio> ratios) {
    Table table = new Table("ratio", "ours", "peer", "reached", "required", "met");
    for (Ratio ratio : ratios) {
      table.row(
          ratio.what(),
          ratio.ours(),
          ratio.peer(),
          String.format(Locale.ROOT, "%.2f", ratio.reached()),
          String.format(Locale.ROOT, "%.2f", ratio.required()),
          ratio.met() ? "yes" : "**no**");
    }
    return table;
  }

  /** Three significant digits for small numbers, whole numbers from 100 on. */
  static String number(double number) {
    double size = Math.abs(number);
    int digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f", number);
  }

  @Override
  public String toString() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rows.getFirst().size(); column++) {
      int at = column;
      widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    StringBuilder text = new StringBuilder(line(rows.getFirst(), widths));
    text.append(widths.stream().map("-"::repeat).collect(Collectors.joining(" | ", "| ", " |\n")));
    rows.stream().skip(1).forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder("|");
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      line.append(' ')
          .append(cell)
          .append(" ".repeat(widths.get(column) - cell.length()))
          .append(" |");
    }
    return line.append('\n').toString();
  }
}
