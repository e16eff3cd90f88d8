package io.cameo.service.ops.checklist.database;

import io.cameo.service.database.Migrations;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Mark;
import java.util.List;
import java.util.function.Supplier;

/** Whether the schema is the one of this release. */
final class MigrationsTaken implements Check {

  private final Supplier<Migrations.Status> status;

  MigrationsTaken(Supplier<Migrations.Status> status) {
    this.status = status;
  }

  @Override
  public About about() {
    return new About(
        Line.RB_3,
        "migrations-taken",
        "The schema is the one of this release",
        "Compares the steps that the database has taken with those that this program knows.");
  }

  @Override
  public Answer look() {
    Migrations.Status now = status.get();
    if (!now.pending().isEmpty()) {
      return new Answer(Mark.FAIL, named("not taken: ", now.pending()), "Run ./cameo migrate up.");
    }
    if (!now.unknown().isEmpty()) {
      return Answer.warnIf(
          named("taken by a newer release: ", now.unknown()),
          "This is right while a newer release runs beside this one, or after going back to this"
              + " one. Else take them back with the newer release: ./cameo migrate down.");
    }
    if (!now.held().isEmpty()) {
      return Answer.pass(
          now.taken().size() + " steps are taken.",
          now.held().size()
              + " more take something away from the previous release and wait until it is gone:"
              + " ./cameo migrate up --contract.");
    }
    return Answer.pass("All " + now.taken().size() + " steps are taken.");
  }

  private static List<String> named(String what, List<Migrations.Change> changes) {
    return changes.stream().map(change -> what + change).toList();
  }
}
