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
 *
 * <p>Every size keeps one connection that has read the indexes once, as a pool's connections have.
 * A new one has none of the database's memory in its address space, and a large table would be
 * measured by the page faults of its first minutes: 30 µs a call at ten million subjects.
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
    List<Connection> connections = new ArrayList<>();
    try {
      for (Installation size : sizes) {
        Connection database = size.connect();
        connections.add(database);
        Installation.warm(database);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < sizes.size(); i++) {
          double micros = round(folder, statement, sizes.get(i), connections.get(i), round);
          if (round >= 2) {
            all.computeIfAbsent(sizes.get(i).subjects(), subjects -> new ArrayList<>()).add(micros);
          }
        }
      }
    } finally {
      for (Connection database : connections) {
        database.close();
      }
    }
    Map<Long, Double> medians = new LinkedHashMap<>();
    all.forEach((subjects, micros) -> medians.put(subjects, new Readings(micros).median()));
    return medians;
  }

  private static double round(
      Path folder, HotStatement statement, Installation size, Connection database, int seed)
      throws IOException, InterruptedException, SQLException {
    try (OneCore core = OneCore.with(folder, Installation.backend(database))) {
      return Measured.median(database, statement, size.subjects(), seed);
    }
  }
}
