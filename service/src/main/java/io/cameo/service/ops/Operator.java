package io.cameo.service.ops;

import io.cameo.service.database.MissingRight;
import io.cameo.service.observability.Scrubber;
import io.cameo.service.ops.backup.BackupCommand;
import io.cameo.service.ops.backup.RestoreCommand;
import io.cameo.service.ops.check.CheckCommand;
import io.cameo.service.ops.database.DatabaseCommand;
import io.cameo.service.ops.frame.CommandLog;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Printable;
import io.cameo.service.ops.frame.Terminal;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.ops.gc.GcCommand;
import io.cameo.service.ops.importing.ImportCommand;
import io.cameo.service.ops.inspect.InspectCommand;
import io.cameo.service.ops.keys.KeysCommand;
import io.cameo.service.ops.limits.LimitsCommand;
import io.cameo.service.ops.logs.LogsCommand;
import io.cameo.service.ops.migrate.MigrateCommand;
import io.cameo.service.ops.move.MoveStorageCommand;
import io.cameo.service.ops.notify.MaintenanceCommand;
import io.cameo.service.ops.notify.NotifyCommand;
import io.cameo.service.ops.provision.ProvisionCommand;
import io.cameo.service.ops.rerender.RerenderCommand;
import io.cameo.service.ops.rollback.RollbackCommand;
import io.cameo.service.ops.smoke.SmokeCommand;
import io.cameo.service.ops.switches.SwitchCommand;
import io.cameo.service.ops.switches.UploadsCommand;
import io.cameo.service.settings.SettingsException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.TypeConversionException;

/** Runs one command of the operator's, without the service around it. */
@Command(
    name = "cameo",
    description = "Cameo's commands for the operator. Without a command the service starts.",
    mixinStandardHelpOptions = true,
    subcommands = {
      MigrateCommand.class,
      DatabaseCommand.class,
      GcCommand.class,
      RerenderCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      InspectCommand.class,
      ProvisionCommand.class,
      MoveStorageCommand.class,
      ImportCommand.class,
      LimitsCommand.class,
      KeysCommand.class,
      SwitchCommand.class,
      UploadsCommand.class,
      RollbackCommand.class,
      CheckCommand.class,
      MaintenanceCommand.class,
      NotifyCommand.class,
      SmokeCommand.class,
      LogsCommand.class,
    })
public final class Operator {

  private static final Set<String> OWN_WORDS = Set.of("-h", "--help", "-V", "--version");

  private final Supplier<List<Record>> settings;
  private final Clock clock;
  private final Terminal terminal;
  private final Scrubber scrubber;

  /**
   * @param settings reads the settings records of all features
   * @param out for results
   * @param err for everything else
   * @param scrubber what is said of a failure passes it
   */
  Operator(
      Supplier<List<Record>> settings,
      Clock clock,
      PrintStream out,
      PrintStream err,
      Scrubber scrubber) {
    this.settings = settings;
    this.clock = clock;
    this.terminal = Terminal.of(out, err);
    this.scrubber = scrubber;
  }

  /** The same for a process that does nothing else: its log goes to standard error as well. */
  public static Operator ofThisProcess(
      Supplier<List<Record>> settings,
      Clock clock,
      PrintStream out,
      PrintStream err,
      Scrubber scrubber) {
    CommandLog.toStandardError(err, scrubber);
    return new Operator(settings, clock, out, err, scrubber);
  }

  /** Whether a command is asked for; else the service is. */
  public static boolean isCommand(String[] words) {
    if (words.length == 0 || words[0].equals("serve")) {
      return false;
    }
    return !words[0].startsWith("-") || OWN_WORDS.contains(words[0]);
  }

  /** Runs a command to its end; the exit code. */
  public int run(String... words) {
    return commandLine().execute(words);
  }

  /** All commands, as picocli knows them. */
  CommandLine commandLine() {
    CommandLine line =
        new CommandLine(
            this,
            new OpsCommand.Factory(
                () -> new OpsContext(settings.get(), clock, terminal, scrubber)));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(int.class, Operator::whole);
    line.registerConverter(Integer.class, Operator::whole);
    line.registerConverter(long.class, Operator::large);
    line.registerConverter(Long.class, Operator::large);
    line.setExecutionExceptionHandler((failure, command, words) -> tell(failure));
    return line;
  }

  private static Integer whole(String text) {
    long number = large(text);
    if (number != (int) number) {
      throw noNumber(text);
    }
    return (int) number;
  }

  private static Long large(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException none) {
      throw noNumber(text);
    }
  }

  /** In words, where the library would say "is not a long". */
  private static TypeConversionException noNumber(String text) {
    return new TypeConversionException("\"" + text + "\" is no whole number of a sensible size");
  }

  private int tell(Exception failure) {
    return switch (failure) {
      case SettingsException refused ->
          say(String.valueOf(refused.getMessage()), Verdict.WRONG_USE);
      case OpsException known -> say("cameo: " + known.getMessage(), known.verdict());
      default -> {
        Optional<String> right = MissingRight.in(failure);
        if (right.isPresent()) {
          yield say("cameo: " + right.get(), Verdict.PROBLEMS);
        }
        CommandLog.failed(failure);
        yield Verdict.PROBLEMS.exitCode();
      }
    };
  }

  private int say(String words, Verdict verdict) {
    scrubber.secrets(words).lines().map(Printable::of).forEach(terminal.err()::println);
    return verdict.exitCode();
  }
}
