package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.Reaper;
import io.cameo.service.catalogue.VersionChanges;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.observability.Scrubber;
import io.cameo.service.ops.TestCommands.Answer;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.Progress;
import io.cameo.service.ops.frame.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The frame that every command stands on. */
class OperatorTest {

  @TempDir private Path data;

  private static CommandLine commandLine() {
    return new Operator(List::of, Clock.systemUTC(), System.out, System.err, Scrubber.byForm())
        .commandLine();
  }

  @Test
  void theServiceStartsWithoutAWordAndACommandWithItsName() {
    assertThat(Operator.isCommand(new String[] {})).isFalse();
    assertThat(Operator.isCommand(new String[] {"serve"})).isFalse();
    assertThat(Operator.isCommand(new String[] {"--server.port=1"})).isFalse();
    assertThat(Operator.isCommand(new String[] {"migrate", "status"})).isTrue();
    assertThat(Operator.isCommand(new String[] {"--help"})).isTrue();
  }

  /** Whoever reads {@code ./cameo help} sees every command, and each of them is there. */
  @Test
  void everyCommandIsATaskOfTheScript() throws Exception {
    String script = Files.readString(Path.of("../cameo"));
    Set<String> tasks = new TreeSet<>();
    Pattern.compile("(?m)^#: ([a-z-]+) .*\\ntask_([a-z-]+)\\(\\) \\{ operate \\1 \"\\$@\"; \\}$")
        .matcher(script)
        .results()
        .forEach(task -> tasks.add(task.group(1)));

    assertThat(tasks).isNotEmpty().isEqualTo(commandLine().getSubcommands().keySet());
  }

  @Test
  void aTaskThatIsMistypedIsNamedWithTheNearestOne() throws Exception {
    Map<String, String> nearest =
        Map.of("chek", "'check' comes nearest", "bakcup", "'backup'", "move-store", "lists them");
    for (String word : nearest.keySet()) {
      Process script =
          new ProcessBuilder("bash", "../cameo", word).redirectErrorStream(true).start();
      String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(script.waitFor()).as(said).isEqualTo(2);
      assertThat(said).contains("there is no task '" + word + "'", nearest.get(word));
    }
  }

  @Test
  void everyCommandSaysInOneLineWhatItIsFor() {
    assertThat(commandLine().getSubcommands().values())
        .isNotEmpty()
        .allSatisfy(
            command ->
                assertThat(command.getCommandSpec().usageMessage().description())
                    .as(command.getCommandName())
                    .hasSize(1));
  }

  @Test
  void wrongWordsAreWrongUseAndAreExplained() {
    Answer unknown = TestCommands.on(data).run("migrat");
    Answer incomplete = TestCommands.on(data).run("migrate");

    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("migrat");
    assertThat(unknown.out()).isEmpty();
    assertThat(incomplete.exitCode()).isEqualTo(2);
    assertThat(incomplete.err()).contains("status");
  }

  /** What cannot be done is said before any work, and in an operator's words. */
  @Test
  void valuesThatAreNoneAreExplainedBeforeAnythingIsDone() {
    Map<List<String>, String> wrong =
        Map.of(
            List.of("limits", "set", "address-uploads", "many"),
            "\"many\" is no whole number",
            List.of("migrate", "down", "3000000000"),
            "\"3000000000\" is no whole number",
            List.of("smoke", "--url", "http://127.0.0.1:1", "--key", "k", "--junit", "/no/x.xml"),
            "--junit /no/x.xml cannot be written",
            List.of(
                "smoke",
                "--url",
                "http://127.0.0.1:1",
                "--key=k",
                "--every=1m",
                "--metrics-address",
                "[::1"),
            "--metrics-address [::1 is no address");

    wrong.forEach(
        (words, sentence) -> {
          Answer refused = TestCommands.on(data).run(words.toArray(String[]::new));
          assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
          assertThat(refused.err()).contains(sentence).doesNotContain("\tat ");
        });
  }

  @Test
  void badSettingsAreWrongUseAndAreNamed() {
    Answer answer =
        TestCommands.on(data).with(Map.of("CAMEO_DATABASE_POOL", "many")).run("migrate", "status");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("CAMEO_DATABASE_POOL", "docs/options.md");
  }

  @Test
  void aCommandServesNobodySoThatWhatIsUnsafeToServeWithDoesNotStopIt() {
    try (TestDatabase database = TestDatabase.open()) {
      Answer answer =
          TestCommands.on(database, data)
              .with(Map.of("NODE_ENV", "production"))
              .run("migrate", "status");

      assertThat(answer.exitCode()).as(answer.err()).isZero();
    }
  }

  @Test
  void aFolderWithoutADatabaseIsNotTurnedIntoOneByLookingAtIt() {
    Answer answer = TestCommands.on(data).run("migrate", "status");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("no database in", "CAMEO_DATA");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() {
    Answer answer =
        TestCommands.on(data)
            .with(Map.of("CAMEO_DATABASE_URL", "postgresql://ann:geheim@127.0.0.1:1/x"))
            .run("migrate", "status");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err())
        .contains("CAMEO_DATABASE_URL", "127.0.0.1:1/x", ". Check that it runs")
        .doesNotContain("geheim");
  }

  @Test
  void aUserWithoutRightsInTheDatabaseIsToldSo() throws Exception {
    try (TestDatabase database = TestDatabase.open();
        Connection owner = database.connect();
        Statement statement = owner.createStatement()) {
      String stranger = "stranger_" + Long.toHexString(System.nanoTime());
      statement.execute("create user " + stranger + " password 'x'");
      try {
        Answer answer =
            TestCommands.on(data)
                .with(
                    Map.of(
                        "CAMEO_DATABASE_URL",
                        database.setting().replaceFirst("//[^@]*@", "//" + stranger + ":x@")))
                .run("switch");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.err())
            .contains("permission denied", "has to own the database", "docs/operations/database.md")
            .doesNotContain("\tat ");
      } finally {
        statement.execute("drop user " + stranger);
      }
    }
  }

  /** The results are the only thing on standard output, so that a program can read them. */
  @Test
  void theAnswerIsOneDocumentWhenAsked() {
    try (TestDatabase database = TestDatabase.openEmpty()) {
      TestCommands commands = TestCommands.on(database, data);

      assertThat(commands.run("migrate", "status").exitCode()).isEqualTo(1);
      Answer up = commands.run("migrate", "up", "--json");
      assertThat(up.exitCode()).as(up.err()).isZero();
      assertThat(up.out()).startsWith("{").contains("\"taken\"", "001-subject");
      assertThat(up.err()).isEmpty();
      assertThat(commands.run("migrate", "status", "--json").out()).contains("\"pending\" : [ ]");
    }
  }

  @Test
  void aCommandGetsTheServicesOwnPartsWithoutAServer() throws Exception {
    try (TestDatabase database = TestDatabase.open();
        OpsContext context = context(database)) {
      assertThat(context.part(Reaper.class).reap().versions()).isZero();
      assertThat(context.part(VersionChanges.class)).isNotNull();
      assertThat(context.part(Reaper.class)).isSameAs(context.part(Reaper.class));
      assertThat(context.sql().sql("select 1").query(Integer.class).single()).isEqualTo(1);
    }
  }

  private OpsContext context(TestDatabase database) {
    return new OpsContext(
        io.cameo.service.TestSettings.of(
            data, Map.of("CAMEO_DATABASE_URL", database.setting(), "CAMEO_WORKERS", "1")),
        Clock.systemUTC(),
        Terminal.of(System.out, System.err));
  }

  @Test
  void longWorkIsABarOnATerminalAndLinesElsewhere() {
    assertThat(progress(true)).contains("\r").contains("Objects").contains("3/3");
    assertThat(progress(false)).doesNotContain("\r").contains("Objects: 3 of 3, done");
  }

  private String progress(boolean animated) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), animated);
    try (OpsContextProgress work = new OpsContextProgress(terminal)) {
      work.progress.advance(1);
      work.progress.advance(2);
    }
    return err.toString(StandardCharsets.UTF_8);
  }

  private record OpsContextProgress(Progress progress) implements AutoCloseable {
    OpsContextProgress(Terminal terminal) {
      this(new OpsContext(List.of(), Clock.systemUTC(), terminal).progress("Objects", 3));
    }

    @Override
    public void close() {
      progress.close();
    }
  }
}
