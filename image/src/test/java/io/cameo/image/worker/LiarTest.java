package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cameo.image.Outcome.Refused;
import io.cameo.image.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that break the protocol on purpose. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LiarTest {
  private Puppets puppets;
  private Diary diary;
  private WorkerPool pool;

  @BeforeAll
  void openAPool(@TempDir Path folder) throws Exception {
    puppets = new Puppets(folder);
    diary = new Diary();
    PoolOptions options = Puppets.withDeadline(Puppets.options(1, 8), Duration.ofMillis(1500));
    pool = puppets.pool(LiarPuppet.class, "lies", options, diary);
    assertThat(pool.awaitReady(Duration.ofSeconds(20))).isTrue();
  }

  @AfterAll
  void closeThePool() {
    pool.close();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "q, FINISHED, a part of the payload and the end",
    "i, PROTOCOL_ERROR, a later number",
    "j, PROTOCOL_ERROR, an earlier number",
    "l, PROTOCOL_ERROR, a payload of two gigabytes",
    "m, PROTOCOL_ERROR, a negative length",
    "h, PROTOCOL_ERROR, a head of 64 KiB",
    "x, PROTOCOL_ERROR, one byte too many",
    "z, PROTOCOL_ERROR, noise"
  })
  void killsTheLiarAndFailsItsPicture(char lie, WorkerExit word, String what) throws Exception {
    int before = diary.words().size();
    WorkerFailedException failure =
        catchThrowableOfType(WorkerFailedException.class, () -> puppets.send(pool, lie, 0, what));
    assertThat(failure).isNotNull();
    assertThat(failure.exit()).isEqualTo(word);
    puppets.assertServes(pool, "the next one");
    assertThat(diary.words().subList(before, diary.words().size())).containsExactly(word);
  }

  @Test
  void waitsForTheRestOfAReplyOnlyUntilTheDeadline() throws Exception {
    Refused refused = (Refused) puppets.send(pool, 'p', 0, "partial");
    assertThat(refused.refusal()).isEqualTo(Refusal.TOO_EXPENSIVE);
    puppets.assertServes(pool, "the next one");
  }

  @Test
  void neverTakesASecondReplyForTheNextPicturesAnswer() throws Exception {
    int before = diary.words().size();
    try {
      puppets.send(pool, 'y', 0, "twice");
    } catch (WorkerFailedException e) {
      // Seen at once, when the second reply came quickly enough.
      assertThat(e.exit()).isEqualTo(WorkerExit.PROTOCOL_ERROR);
    }
    try {
      puppets.assertServes(pool, "the next one");
    } catch (WorkerFailedException e) {
      // The second reply came only when the next picture was on its way: it fails, but is never
      // given somebody else's renditions.
      assertThat(e.exit()).isEqualTo(WorkerExit.PROTOCOL_ERROR);
      puppets.assertServes(pool, "the one after");
    }
    Puppets.eventually("the liar is gone", () -> diary.words().size() > before);
    assertThat(diary.words().subList(before, diary.words().size()))
        .containsExactly(WorkerExit.PROTOCOL_ERROR);
  }

  @Test
  void killsAWorkerThatClosesItsOutputAndLivesOn() throws Exception {
    Object end;
    try {
      end = puppets.send(pool, 'c', 0, "mute");
    } catch (WorkerFailedException e) {
      end = e.exit();
    }
    assertThat(end)
        .isIn(
            WorkerExit.PROTOCOL_ERROR,
            new Refused(
                Refusal.TOO_EXPENSIVE,
                "The picture takes longer than any picture may. Save it anew as a plain JPEG and try again."));
    puppets.assertServes(pool, "the next one");
  }
}
