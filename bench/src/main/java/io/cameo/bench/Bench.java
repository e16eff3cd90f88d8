package io.cameo.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Where {@code ./cameo bench} goes. */
@Command(
    name = "bench",
    description = "Compares Cameo with what else could be run, on this machine.",
    subcommands = {
      UploadCommand.class,
      DeliverCommand.class,
      StartCommand.class,
      FloodCommand.class,
      DatabaseCommand.class,
      SandboxCommand.class,
      MetricsCommand.class,
      FormatsCommand.class
    },
    mixinStandardHelpOptions = true)
public final class Bench {

  private Bench() {}

  /** Exit codes: 0 everything required was reached, 1 something was not, 2 wrong use. */
  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(new Bench());
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          failure.printStackTrace(command.getErr());
          return 1;
        });
    System.exit(commands.execute(arguments));
  }
}
