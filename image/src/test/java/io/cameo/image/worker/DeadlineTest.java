package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that never come to an end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DeadlineTest {
  private static final Duration DEADLINE = Duration.ofMillis(800);

  private Puppets puppets;
  private Diary diary;
  private WorkerPool pool;

  @BeforeAll
  void openAPool(@TempDir Path folder) throws Exception {
    puppets = new Puppets(folder);
    diary = new Diary();
    pool = puppets.pool(Puppets.withDeadline(Puppets.options(1, 8), DEADLINE), diary);
    assertThat(pool.awaitReady(Duration.ofSeconds(20))).isTrue();
  }

  @AfterAll
  void closeThePool() {
    pool.close();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "H, hangs",
    "E, complains without end",
    "C, leaves a child that holds the pipes",
    "F, leaves an orphan that holds the pipes"
  })
  void refusesAPictureThatTakesTooLong(char command, String what) throws Exception {
    int before = diary.words().size();
    long begun = System.nanoTime();
    Refused refused = (Refused) puppets.send(pool, command, 0, what);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(DEADLINE, DEADLINE.plusSeconds(3));
    assertThat(refused.refusal()).isEqualTo(Refusal.TOO_EXPENSIVE);
    puppets.assertServes(pool, "the next one");
    assertThat(diary.words().subList(before, diary.words().size()))
        .containsExactly(WorkerExit.DEADLINE);
    assertThat(pool.status().idle() + pool.status().busy()).isEqualTo(1);
  }

  @Test
  void letsAPictureWorkThatEndsInTime() throws Exception {
    Puppets.assertAnswers(puppets.send(pool, 'Z', 20, "slow"), "slow");
  }

  @Test
  void countsOnlyTheWorkAgainstTheDeadline() throws Exception {
    // Four pictures of 0.3 s through one worker: the last one waits longer than the deadline.
    var ends =
        Stream.of("one", "two", "three").map(tail -> puppets.start(pool, 'Z', 30, tail)).toList();
    Puppets.eventually("all are in", () -> pool.status().busy() + pool.status().queued() == 3);
    Puppets.assertAnswers(puppets.send(pool, 'Z', 30, "four"), "four");
    for (var end : ends) {
      assertThat(end.get()).isInstanceOf(Outcome.Rendered.class);
    }
    assertThat(diary.pictures.getLast().queued()).isGreaterThan(DEADLINE);
  }
}
