package io.cameo.service.ops.checklist.database;

import io.cameo.service.database.Migrations;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.List;
import java.util.function.Supplier;

/** Whether every step that the database has taken can be taken back. */
final class MigrationsReversible implements Check {

  private final Supplier<Migrations> migrations;
  private final Supplier<Migrations.Status> status;

  MigrationsReversible(Supplier<Migrations> migrations, Supplier<Migrations.Status> status) {
    this.migrations = migrations;
    this.status = status;
  }

  @Override
  public About about() {
    return new About(
        Line.RB_3,
        "migrations-reversible",
        "Every step of the schema has its way back",
        "Writes the statements that would take back all steps, without running them.");
  }

  @Override
  public Answer look() {
    Migrations.Status now = status.get();
    List<String> newer =
        now.unknown().stream()
            .map(step -> step + " was taken by a newer release, which alone can take it back.")
            .toList();
    if (!newer.isEmpty()) {
      return Answer.warnIf(newer, "Take them back with the release that has made them.");
    }
    if (now.taken().isEmpty()) {
      return Answer.unknown("The database has no schema yet.", "Run ./cameo migrate up.");
    }
    int steps = now.taken().size();
    try {
      long statements = migrations.get().wayBack(steps).sql().lines().count();
      return Answer.pass(
          "All " + steps + " steps can be taken back, by " + statements + " lines of SQL.");
    } catch (RuntimeException noWay) {
      return Answer.fail(
          "The way back cannot be written: " + noWay.getMessage(),
          "A release of Cameo whose step lacks its way back is broken: report it, and have a"
              + " backup at hand before a deployment.");
    }
  }
}
