package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** R2, R8, R15: expensive pictures take their turn without taking everybody else's. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class NarrowLaneTest {
  private static final ReadableByteChannel NOTHING =
      Channels.newChannel(InputStream.nullInputStream());

  private static Job job(boolean expensive) {
    return new Job(Puppets.RECIPE, NOTHING, 0, expensive);
  }

  private static Job take(JobQueue queue) throws InterruptedException {
    return queue.take(() -> false, 0).orElseThrow();
  }

  @Test
  void r15LetsOthersPastWhileExpensivePicturesHoldTheirShareOfTheWorkers() throws Exception {
    JobQueue queue = new JobQueue(8, 1);
    Job first = job(true);
    Job second = job(true);
    Job usual = job(false);
    List.of(first, second, usual).forEach(queue::offer);

    assertThat(take(queue)).isSameAs(first);
    assertThat(take(queue)).as("the second expensive one waits").isSameAs(usual);
    assertThat(queue.take(() -> false, 0)).isEmpty();

    queue.finished(first);
    assertThat(take(queue)).isSameAs(second);
  }

  @Test
  void r15LeavesHalfOfTheWaitingPlacesToOthers() {
    JobQueue queue = new JobQueue(8, 1);
    int taken = 0;
    for (int i = 0; i < 20; i++) {
      taken += queue.offer(job(true)) ? 1 : 0;
    }

    assertThat(taken).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      assertThat(queue.offer(job(false))).isTrue();
    }
    assertThat(queue.offer(job(false))).isFalse();
  }

  @Test
  void givesAPlaceBackOnceHoweverOftenItIsTold() throws Exception {
    JobQueue queue = new JobQueue(8, 1);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      jobs.add(job(true));
      queue.offer(jobs.get(i));
    }
    Job first = take(queue);
    queue.finished(first);
    queue.finished(first);

    assertThat(take(queue)).isSameAs(jobs.get(1));
    assertThat(queue.take(() -> false, 0)).as("one at once, still").isEmpty();
  }

  @Test
  void takesAPictureThatWasPutBackAgain() throws Exception {
    JobQueue queue = new JobQueue(8, 1);
    Job job = job(true);
    queue.offer(job);
    Job taken = take(queue);
    queue.putBack(taken);

    assertThat(queue.take(() -> false, 0)).isEqualTo(Optional.of(job));
  }

  @Test
  void losesNoPlaceToPicturesThatAreTakenAgainAtOnce() throws Exception {
    JobQueue queue = new JobQueue(8, 2);
    Job putBack = job(true);
    queue.offer(putBack);
    for (int i = 0; i < 5; i++) {
      queue.putBack(take(queue));
    }
    queue.finished(take(queue));

    List<Job> both = List.of(job(true), job(true));
    both.forEach(queue::offer);
    assertThat(List.of(take(queue), take(queue))).isEqualTo(both);
  }
}
