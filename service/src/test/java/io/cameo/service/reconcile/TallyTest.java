package io.cameo.service.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.VersionId;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TallyTest {

  @Test
  void isTheSameAfterItWasWrittenAndRead() {
    Tally tally = new Tally();
    for (int i = 0; i < 25; i++) {
      tally.add(new Finding(Pile.WRONG_LENGTH, "avatars/" + i, 10, "LIVE"));
    }
    JsonMapper json = JsonMapper.builder().build();

    Tally read = Tally.of(json.readTree(json.writeValueAsString(tally.json())));

    assertThat(read.json()).isEqualTo(tally.json());
    assertThat(read.count(Pile.WRONG_LENGTH)).isEqualTo(25);
    assertThat(read.bytes(Pile.WRONG_LENGTH)).isEqualTo(250);
    assertThat(read.examples(Pile.WRONG_LENGTH)).hasSize(Tally.EXAMPLES);
    assertThat(Pile.WRONG_LENGTH.word()).isEqualTo("wrongLength");
  }

  @Test
  void idsAreOrderedAsTheyAreWritten() {
    assertThat(
            Stream.generate(VersionId::random)
                .limit(500)
                .sorted()
                .map(VersionId::toString)
                .toList())
        .isSorted();
    assertThat(Reconciler.share(new VersionId(new UUID(0x8000_0000_0000_0000L, 0)))).isEqualTo(0.5);
  }

  @Test
  void aPaceLetsThroughWhatItMayAndMakesTheRestWait() {
    AtomicLong now = new AtomicLong();
    Pace pace = new Pace(1_000_000, now::get);

    long began = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      pace.spend(1_000);
      now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    }
    long free = System.nanoTime() - began;
    pace.spend(30_000);
    long waited = System.nanoTime() - began - free;

    assertThat(waited).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(25));
  }
}
