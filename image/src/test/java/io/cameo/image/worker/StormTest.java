package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many callers, among them some whose pictures kill workers. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StormTest {
  private static final int CALLERS = 50;
  private static final int EACH = 4;

  @Test
  void givesEveryGoodPictureItsOwnAnswerWhateverTheOthersDo(@TempDir Path folder) throws Exception {
    Puppets puppets = new Puppets(folder);
    Diary diary = new Diary();
    PoolOptions options = Puppets.withDeadline(Puppets.options(2, 100), Duration.ofMillis(1_000));
    List<String> wrong = new ArrayList<>();
    int[] expected = {0, 0};
    try (WorkerPool pool = puppets.pool(options, diary);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Puppets.eventually("two are idle", () -> pool.status().idle() == 2);
      List<Future<String>> ends = new ArrayList<>();
      Random random = new Random(7);
      for (int caller = 0; caller < CALLERS; caller++) {
        String commands = commands(random);
        expected[0] += (int) commands.chars().filter(c -> c == 'X').count();
        expected[1] += (int) commands.chars().filter(c -> c == 'H').count();
        String name = "caller " + caller;
        ends.add(callers.submit(() -> run(puppets, pool, commands, name)));
      }
      for (Future<String> end : ends) {
        if (!end.get().isEmpty()) {
          wrong.add(end.get());
        }
      }
      assertThat(wrong).isEmpty();
      Puppets.eventually("all is calm", () -> pool.status().idle() == 2);
      assertThat(pool.status().queued()).isZero();
      assertThat(pool.status().started() - pool.status().ended()).isEqualTo(2);
    }
    assertThat(diary.words().stream().filter(WorkerExit.FORBIDDEN_SYSCALL::equals))
        .hasSize(expected[0]);
    assertThat(diary.words().stream().filter(WorkerExit.DEADLINE::equals)).hasSize(expected[1]);
    assertThat(diary.ready).allMatch(ready -> Puppets.isGone(ready.pid()));
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(child -> child.info().commandLine().orElse("").contains(Puppet.class.getName()));
  }

  /** Mostly good ones; about ten crashes and four hangs among all callers. */
  private static String commands(Random random) {
    StringBuilder commands = new StringBuilder();
    for (int i = 0; i < EACH; i++) {
      int dice = random.nextInt(100);
      commands.append(dice < 5 ? 'X' : dice < 7 ? 'H' : dice < 17 ? 'R' : 'G');
    }
    return commands.toString();
  }

  /** Sends one caller's pictures one after the other; says what was not as it must be. */
  private static String run(Puppets puppets, WorkerPool pool, String commands, String name)
      throws Exception {
    for (int i = 0; i < commands.length(); i++) {
      char command = commands.charAt(i);
      String tail = name + " picture " + i;
      String end = end(puppets, pool, command, tail);
      if (end.charAt(0) != command) {
        return tail + " sent " + command + " and got " + end;
      }
    }
    return "";
  }

  private static String end(Puppets puppets, WorkerPool pool, char command, String tail)
      throws Exception {
    int argument = command == 'X' ? 159 : 0;
    try {
      Outcome outcome = puppets.send(pool, command, argument, tail);
      return switch (outcome) {
        case Rendered rendered -> {
          Puppets.assertAnswers(rendered, tail);
          yield "G";
        }
        case Refused refused -> refused.refusal() == Refusal.TOO_EXPENSIVE ? "H" : "R";
      };
    } catch (WorkerFailedException e) {
      return e.exit() == WorkerExit.FORBIDDEN_SYSCALL ? "X" : e.toString();
    } catch (PoolBusyException e) {
      return e.toString();
    }
  }
}
