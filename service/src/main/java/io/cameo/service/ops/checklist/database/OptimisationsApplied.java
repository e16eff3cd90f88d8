package io.cameo.service.ops.checklist.database;

import io.cameo.service.database.Migrations;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether what large tables need was done, and is still there. */
final class OptimisationsApplied implements Check {

  static final String SCRIPT = "avatar_production_optimizations.sql";

  /** The indexes that the script leaves behind. */
  static final List<String> INDEXES =
      List.of("subject_pkey", "subject_gone", "version_pending", "version_reapable");

  private static final String BUILD =
      "Run ./cameo migrate up; where a step is taken but its index is not there, build it again as"
          + " docs/operations/database.md says.";

  private final Supplier<JdbcClient> sql;
  private final Supplier<Migrations.Status> status;

  OptimisationsApplied(Supplier<JdbcClient> sql, Supplier<Migrations.Status> status) {
    this.sql = sql;
    this.status = status;
  }

  @Override
  public About about() {
    return new About(
        Line.DB_1,
        "optimisations-applied",
        SCRIPT + " is applied",
        "Looks for each of its steps among those taken, and for each of its indexes in the"
            + " database, valid and ready.");
  }

  @Override
  public Answer look() {
    Migrations.Status now = status.get();
    List<String> wrong = new ArrayList<>();
    Stream.of(now.pending(), now.held())
        .flatMap(List::stream)
        .filter(step -> step.file().equals(SCRIPT))
        .forEach(step -> wrong.add("not taken: " + step));
    Map<String, Boolean> found = indexes();
    for (String index : INDEXES) {
      if (!found.containsKey(index)) {
        wrong.add("The index " + index + " is not there.");
      } else if (!Boolean.TRUE.equals(found.get(index))) {
        wrong.add("The index " + index + " is invalid: its build was interrupted.");
      }
    }
    long steps = now.taken().stream().filter(step -> step.file().equals(SCRIPT)).count();
    return Answer.failIf(
        wrong,
        BUILD,
        steps + " steps are taken; the indexes are there and valid: " + String.join(", ", INDEXES));
  }

  private Map<String, Boolean> indexes() {
    return sql
        .get()
        .sql(
            """
            select c.relname, i.indisvalid and i.indisready as usable
            from pg_index i
            join pg_class c on c.oid = i.indexrelid
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = current_schema() and c.relname in (:names)
            """)
        .param("names", INDEXES)
        .query((row, index) -> Map.entry(row.getString(1), row.getBoolean(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
