package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one picture can do to its worker, and what its uploader hears of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerPoolTest {
  private static final Duration DEADLINE = Duration.ofMillis(900);

  private Puppets puppets;
  private Diary diary;
  private WorkerPool pool;

  @BeforeAll
  void openAPool(@TempDir Path folder) throws Exception {
    puppets = new Puppets(folder);
    diary = new Diary();
    pool = puppets.pool(Puppets.options(1, 8), diary);
    assertThat(pool.awaitReady(Duration.ofSeconds(20))).isTrue();
  }

  @AfterAll
  void closeThePool() {
    pool.close();
    assertThat(pool.status().started()).isEqualTo(pool.status().ended());
  }

  @Test
  void givesTheRenditionsThatTheWorkerMade() throws Exception {
    puppets.assertServes(pool, "a picture");
    assertThat(diary.pictures.getLast().outcome()).isEqualTo("rendered");
  }

  @Test
  void sendsLargePicturesWhole() throws Exception {
    byte[] picture = new byte[4 << 20];
    picture[0] = 'G';
    Arrays.fill(picture, 2, 66, (byte) 'x');
    Puppets.assertAnswers(puppets.send(pool, Puppets.RECIPE, picture), "x".repeat(64));
  }

  @Test
  void refusesToSendMoreThanTheWorkersLimit() {
    byte[] picture = new byte[(4 << 20) + 1];
    assertThatThrownBy(() -> puppets.send(pool, Puppets.RECIPE, picture))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passesARefusalOnAsPrintableText() throws Exception {
    Refused refused = (Refused) puppets.send(pool, 'R', Refusal.BAD_CROP.ordinal(), "");
    assertThat(refused.refusal()).isEqualTo(Refusal.BAD_CROP);
    assertThat(refused.detail()).isEqualTo("Refused, with a line?break and ?.");
    assertThat(diary.pictures.getLast().outcome()).isEqualTo("bad-crop");
  }

  @ParameterizedTest
  @CsvSource({
    "X, 0, FINISHED",
    "X, 42, UNKNOWN",
    "X, 159, FORBIDDEN_SYSCALL",
    "S, 31, FORBIDDEN_SYSCALL",
    "S, 11, CRASHED",
    "S, 6, ABORTED",
    "S, 9, KILLED",
    "N, 0, RENDERER_FAILED",
    "M, 0, OUT_OF_JAVA_MEMORY",
    "D, 0, OUT_OF_JAVA_MEMORY"
  })
  void w1NamesTheDeathThatAPictureCaused(char command, int argument, WorkerExit word)
      throws Exception {
    assertFails(command, argument, word);
    puppets.assertServes(pool, "the next one");
  }

  @ParameterizedTest
  @CsvSource({"X, 152", "S, 24"})
  void w1RefusesAPictureThatUsedUpTheProcessorTimeOfOne(char command, int argument)
      throws Exception {
    Outcome outcome = puppets.send(pool, command, argument, "poison");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_EXPENSIVE));
    assertThat(diary.pictures.getLast().outcome()).isEqualTo(WorkerExit.CPU_LIMIT.word());
    Puppets.eventually("the exit is told", () -> diary.words().contains(WorkerExit.CPU_LIMIT));
    puppets.assertServes(pool, "the next one");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void killsAWorkerThatDeliversSomethingElse(int how) throws Exception {
    assertFails('w', how, WorkerExit.BAD_OUTPUT);
    puppets.assertServes(pool, "the next one");
  }

  private void assertFails(char command, int argument, WorkerExit word) {
    int before = diary.words().size();
    WorkerFailedException failure =
        catchThrowableOfType(
            WorkerFailedException.class, () -> puppets.send(pool, command, argument, "poison"));
    assertThat(failure).isNotNull();
    assertThat(failure.exit()).isEqualTo(word);
    assertThat(diary.pictures.getLast().outcome()).isEqualTo(word.word());
    Puppets.eventually("the exit is told", () -> diary.words().size() > before);
    assertThat(diary.words().subList(before, diary.words().size())).containsExactly(word);
  }

  @Test
  void passesOnlyABoundedPartOfWhatAWorkerComplains() throws Exception {
    int before = diary.lines.size();
    Puppets.assertAnswers(puppets.send(pool, 'e', 0, "chatty"), "chatty");
    Puppets.eventually("lines are told", () -> diary.lines.size() > before);
    assertThat(diary.lines.subList(before, diary.lines.size()))
        .hasSizeLessThan(500)
        .allSatisfy(line -> assertThat(line.text()).matches("[ -~]{0,300}"));
  }

  @Test
  void keepsWhatLibrariesPrintAwayFromTheFrames() throws Exception {
    Puppets.assertAnswers(puppets.send(pool, 'T', 0, "printing"), "printing");
  }

  @Test
  void tellsThatThePictureCouldNotBeRead() throws Exception {
    byte[] picture = new byte[3_000_000];
    picture[0] = 'G';
    assertThatThrownBy(
            () -> pool.render(Puppets.RECIPE, new Memory(picture, 1_000_000), picture.length))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
    puppets.assertServes(pool, "the next one");
    assertThat(diary.words()).contains(WorkerExit.REQUEST_ABORTED);
    assertThat(diary.pictures).extracting(Diary.Picture::outcome).contains("unreadable");
  }

  @Test
  void refusesAPictureThatIsShorterThanAnnounced() {
    long started = pool.status().started();
    assertThatThrownBy(() -> pool.render(Puppets.RECIPE, new Memory(new byte[10]), 11))
        .isInstanceOf(EOFException.class);
    assertThat(pool.status().started()).isEqualTo(started);
  }

  @Test
  void refusesAnOutputThatTheWalkRefuses(@TempDir Path folder) throws Exception {
    OutputCheck strict = (file, type, width, height) -> Optional.of("a chunk of comments");
    try (WorkerPool picky =
        new WorkerPool(
            new Puppets(folder).command(Puppet.class, "obedient"),
            Puppets.options(1, 1),
            WorkerListener.NONE,
            strict)) {
      WorkerFailedException failure =
          catchThrowableOfType(
              WorkerFailedException.class, () -> puppets.send(picky, 'G', 0, "fine"));
      assertThat(failure.exit()).isEqualTo(WorkerExit.BAD_OUTPUT);
    }
  }
}
