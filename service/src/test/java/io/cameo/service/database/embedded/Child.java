package io.cameo.service.database.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process that runs an embedded server. */
final class Child implements AutoCloseable {
  final Process process;
  final BufferedReader lines;

  private Child(Process process) {
    this.process = process;
    this.lines = process.inputReader();
  }

  static Child start(List<String> prefix, String classPath, Path dataFolder) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Service.class.getName(),
            dataFolder.toString()));
    return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** A command instead of a service: it says what it has written until it is told to end. */
  static Child startCommand(Path dataFolder) throws IOException {
    return new Child(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Command.class.getName(),
                dataFolder.toString())
            .redirectErrorStream(true)
            .start());
  }

  /** Tells a command to end and waits for it. */
  void endOrderly() throws IOException, InterruptedException {
    process.outputWriter().close();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("not ended");
    }
  }

  static Child start(Path dataFolder) throws IOException {
    return start(List.of(), System.getProperty("java.class.path"), dataFolder);
  }

  /**
   * What follows the first line that begins with a word; all that was said before, if none does.
   */
  String await(String word) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(word + " ")) {
        return line.substring(word.length() + 1);
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the child never said " + word + " but\n" + said);
  }

  /** Kills it as {@code kill -9} does; what it said can still be read. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("not dead");
    }
  }

  @Override
  public void close() throws IOException {
    process.toHandle().destroyForcibly();
    lines.close();
  }

  /** A command: writes one row and holds the server until its input ends. */
  static final class Command {
    public static void main(String[] args) throws Exception {
      try (EmbeddedPostgres postgres =
          EmbeddedPostgres.start(EmbeddedPostgresOptions.of(Path.of(args[0])).forCommand())) {
        Sql.run(postgres.address(), "create table work as select 7 as answer");
        System.out.println("server " + postgres.pid());
        while (System.in.read() >= 0) {
          System.out.println("went on");
        }
      }
    }
  }

  /** The other process: starts, then writes rows and names each one that is committed. */
  static final class Service {
    public static void main(String[] args) throws Exception {
      try (EmbeddedPostgres postgres =
          EmbeddedPostgres.start(EmbeddedPostgresOptions.of(Path.of(args[0])))) {
        System.out.println("server " + postgres.pid());
        try (var connection = Sql.connect(postgres.address());
            var statement = connection.createStatement()) {
          statement.execute("create table if not exists rows (id serial primary key)");
          while (true) {
            try (var id = statement.executeQuery("insert into rows default values returning id")) {
              id.next();
              System.out.println("row " + id.getInt(1));
            }
          }
        }
      } catch (EmbeddedPostgresException e) {
        System.out.println("refused " + e.getMessage());
      }
    }
  }
}
