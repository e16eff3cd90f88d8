package io.cameo.service.ops.database;

import io.cameo.service.database.DatabaseReport;
import io.cameo.service.database.DatabaseSettings;
import io.cameo.service.database.StatementSettings;
import io.cameo.service.database.Statements;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Verdict;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how the database does. */
@Command(
    name = "database",
    description =
        "How the database does: slow statements, unused indexes, air in tables, whole scans.")
public final class DatabaseCommand extends OpsCommand {

  private static final int MOST_TEXT = 100;

  @Option(
      names = "--enable",
      description = "Turn on the counting of statements, where the server has it loaded.")
  private boolean enable;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Statements that are shown, 1 to 500 (default: ${DEFAULT-VALUE}).")
  private int top = 15;

  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    if (top < 1 || top > 500) {
      throw OpsException.wrongUse("--top is 1 to 500.");
    }
    JdbcClient sql = context.sql();
    if (enable) {
      enable(sql);
    }
    boolean own = context.settings(DatabaseSettings.class).external().isEmpty();
    DatabaseReport report =
        DatabaseReport.of(sql, own, context.settings(StatementSettings.class).slow());
    if (json.isAsked()) {
      context.printJson(report);
    } else {
      print(context, report);
    }
    // A report without its most important part is not a good one.
    return report.missing().isEmpty() && report.findings().isEmpty()
        ? Verdict.WELL
        : Verdict.PROBLEMS;
  }

  private static void enable(JdbcClient sql) {
    try {
      new Statements(sql).enable();
    } catch (DataAccessException refused) {
      throw OpsException.problem(
          "The server does not let this user count statements ("
              + refused.getMostSpecificCause().getMessage()
              + "). Let a superuser run: create extension pg_stat_statements;");
    }
  }

  private void print(OpsContext context, DatabaseReport report) {
    context.print("PostgreSQL " + report.server());
    context.print("");
    report.statements().ifPresent(all -> statements(context, all));
    context.print(
        "%-24s %12s %10s %8s %10s %10s %12s"
            .formatted("table", "rows", "MB", "air %", "dead rows", "scans", "by index"));
    for (DatabaseReport.Table table : report.tables()) {
      context.print(
          "%-24s %12d %10.1f %8.0f %10d %10d %12d"
              .formatted(
                  table.name(),
                  table.rows(),
                  table.bytes() / 1e6,
                  100.0 * table.airBytes() / Math.max(1, table.bytes()),
                  table.deadRows(),
                  table.reads().scans(),
                  table.reads().byIndex()));
    }
    context.print("");
    context.print(
        "Indexes without use in %.1f days: %s"
            .formatted(
                report.countedFor(),
                report.unusedIndexes().isEmpty()
                    ? "none"
                    : String.join(
                        ", ",
                        report.unusedIndexes().stream()
                            .map(index -> index.name() + " (" + index.bytes() / 1_000 + " kB)")
                            .toList())));
    report.findings().forEach(sentence -> context.print("! " + sentence));
    report.missing().ifPresent(what -> context.print("! " + what));
  }

  private void statements(OpsContext context, List<Statements.Statement> all) {
    context.print(
        "%-9s %10s %10s %12s %12s  %s"
            .formatted("statement", "calls", "mean ms", "total ms", "rows", "text"));
    for (Statements.Statement one : all.subList(0, Math.min(top, all.size()))) {
      context.print(
          "%-9s %10d %10.2f %12.0f %12d  %s"
              .formatted(
                  one.id(),
                  one.calls(),
                  one.meanMillis(),
                  one.totalMillis(),
                  one.rows(),
                  one.text().substring(0, Math.min(MOST_TEXT, one.text().length()))));
    }
    context.print("");
  }
}
