package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator's commands beside a running service and without one. */
@ExtendWith(Running.class)
class CommandsTest {

  @Test
  void aCommandBesideARunningServiceUsesItsDatabaseAndLeavesItAlone(Program program) {
    Answer answer = OperatorCommand.run(program.home(), Map.of(), "migrate", "status", "--json");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out()).startsWith("{").contains("\"pending\" : [ ]");
    assertThat(answer.err()).isEmpty();
    assertThat(program.isAlive()).isTrue();
    assertThat(program.log()).doesNotContain("PostgreSQL ended");
  }

  @Test
  void aCommandWithoutAServiceStartsTheDatabaseAndEndsItAgain() {
    Path home = Homes.empty();
    Answer made = OperatorCommand.run(home, Map.of(), "migrate", "up");

    assertThat(made.exitCode()).as(made.err()).isZero();
    Processes.awaitNoneOf(home, java.time.Duration.ofSeconds(30));
    try (Program program = Program.start(home, Map.of())) {
      assertThat(program.isAlive()).isTrue();
    }
  }

  @Test
  void aWordThatIsNoCommandIsWrongUse(Program program) {
    Answer answer = OperatorCommand.run(program.home(), Map.of(), "migarte");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("migrate");
    assertThat(answer.out()).isEmpty();
  }
}
