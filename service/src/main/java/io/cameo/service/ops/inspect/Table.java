package io.cameo.service.ops.inspect;

import io.cameo.service.imaging.MeasuredWorker;
import java.util.Optional;

/** The findings in columns of a fixed width, the file's name last. */
final class Table {

  private static final String ROW = "%-10s %-18s %-5s %11s %7s %7s %6s  %s";

  static final String HEAD =
      ROW.formatted("verdict", "code", "type", "pixels", "ms", "cpu ms", "MB", "file");

  private Table() {}

  static String row(Finding finding) {
    Optional<MeasuredWorker.Use> use = finding.use();
    return ROW.formatted(
        finding.verdict().word(),
        finding.code().orElse(""),
        finding.type().orElse(""),
        finding.size().orElse(""),
        use.map(cost -> Long.toString(cost.time().toMillis())).orElse(""),
        use.flatMap(MeasuredWorker.Use::cpu).map(cpu -> Long.toString(cpu.toMillis())).orElse(""),
        use.map(Table::megabytes).orElse(""),
        finding.file());
  }

  private static String megabytes(MeasuredWorker.Use use) {
    return use.memory().isEmpty() ? "" : Long.toString(use.memory().getAsLong() / 1_000_000);
  }
}
