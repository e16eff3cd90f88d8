package io.cameo.bench.database;

import io.cameo.bench.report.Readings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement at several sizes in turn: what the machine does meanwhile, and how far this process
 * has compiled itself, is the same for all of them.
 */
public final class InTurn {

  private static final int ROUNDS = 12;

  private InTurn() {}

  /**
   * Measures.
   *
   * @return µs of a call by number of subjects, medians of the rounds without the first two
   */
  public static Map<Long, Double> micros(
      Path folder, HotStatement statement, List<Installation> sizes)
      throws IOException, InterruptedException, SQLException {
    Map<Long, List<Double>> all = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Installation size : sizes) {
        try (Connection database = size.connect();
            OneCore core = OneCore.with(folder, Installation.backend(database))) {
          double micros = Measured.median(database, statement, size.subjects(), round);
          if (round >= 2) {
            all.computeIfAbsent(size.subjects(), subjects -> new ArrayList<>()).add(micros);
          }
        }
      }
    }
    Map<Long, Double> medians = new LinkedHashMap<>();
    all.forEach((subjects, micros) -> medians.put(subjects, new Readings(micros).median()));
    return medians;
  }
}
