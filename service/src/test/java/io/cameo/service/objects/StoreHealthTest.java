package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

@Timeout(30)
class StoreHealthTest {

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  private StoreHealth health(StoreCheck check) {
    return new StoreHealth(
        () -> {
          looks.incrementAndGet();
          return check.wrong();
        },
        now::get);
  }

  @Test
  void believesAGoodLookForAMomentOnly() {
    StoreHealth health = health(Optional::empty);
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    assertThat(looks).hasValue(1);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    assertThat(looks).hasValue(2);
  }

  @Test
  void saysWhatIsWrongAndLooksAgain() {
    StoreHealth health = health(() -> Optional.of("the bucket is gone"));
    for (int i = 1; i <= 2; i++) {
      Health answer = health.health();
      assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
      assertThat(answer.getDetails()).containsEntry("reason", "the bucket is gone");
      assertThat(looks).hasValue(i);
    }
  }

  @Test
  void isDownWhenTheLookFails() {
    StoreHealth health =
        health(
            () -> {
              throw new IllegalStateException("no connection");
            });
    assertThat(health.health().getDetails()).containsEntry("reason", "no connection");
  }

  @Test
  void isDownInTimeWhileTheStoreHangsAndAsksItOnce() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    StoreHealth health =
        health(
            () -> {
              try {
                hangs.await();
                return Optional.empty();
              } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
              }
            });
    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(looks).as("looks under way").hasValue(1);
    hangs.countDown();
    Status status = Status.DOWN;
    while (status.equals(Status.DOWN)) {
      status = health.health().getStatus();
    }
    assertThat(status).isEqualTo(Status.UP);
  }
}
