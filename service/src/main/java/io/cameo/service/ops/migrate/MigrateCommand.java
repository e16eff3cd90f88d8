package io.cameo.service.ops.migrate;

import io.cameo.service.database.Migrations.Change;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.Verdict;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Group of the commands on the schema. */
@Command(
    name = "migrate",
    description = "The schema of the database: status, up.",
    mixinStandardHelpOptions = true,
    subcommands = {MigrateCommand.Status.class, MigrateCommand.Up.class})
public final class MigrateCommand {

  /** Says what is missing. */
  @Command(name = "status", description = "Say which steps the database has not taken.")
  static final class Status extends OpsCommand {

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      List<Change> pending = context.database().migrations().pending();
      if (json.isAsked()) {
        context.printJson(Map.of("pending", pending));
      } else {
        pending.forEach(change -> context.print("pending  " + change));
        context.print(
            pending.isEmpty() ? "The schema is this release's." : "Run ./cameo migrate up.");
      }
      return Verdict.wellIf(pending.isEmpty());
    }
  }

  /** Takes what is missing. */
  @Command(name = "up", description = "Take every step that is missing.")
  static final class Up extends OpsCommand {

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      List<Change> taken = context.databaseOrNew().migrations().up();
      if (json.isAsked()) {
        context.printJson(Map.of("taken", taken));
      } else {
        taken.forEach(change -> context.print("taken  " + change));
        context.print("The schema is this release's.");
      }
      return Verdict.WELL;
    }
  }
}
