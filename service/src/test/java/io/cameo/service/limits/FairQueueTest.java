package io.cameo.service.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places that are divided fairly. */
class FairQueueTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile FairQueue.Bounds bounds = new FairQueue.Bounds(1, 1, 10, LONG);
  private final FairQueue queue = new FairQueue(() -> bounds);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private FairQueue.Place entered(String... names) {
    return queue.enter(List.of(names)).orElseThrow();
  }

  /** Begins to wait, and returns when it does. */
  private Future<Optional<FairQueue.Place>> waiting(String... names) {
    int before = queue.waiting();
    Future<Optional<FairQueue.Place>> waiter = threads.submit(() -> queue.enter(List.of(names)));
    Until.holds("it waits", () -> queue.waiting() > before || waiter.isDone());
    return waiter;
  }

  @Test
  void takesTurnsBetweenNamesHoweverManyOneOfThemSends() throws Exception {
    FairQueue.Place place = entered("first");
    ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
    List<Future<?>> all = new ArrayList<>();
    for (String name : List.of("greedy", "greedy", "greedy", "greedy", "modest")) {
      int before = queue.waiting();
      all.add(
          threads.submit(
              () -> {
                try (FairQueue.Place _ = queue.enter(List.of(name)).orElseThrow()) {
                  order.add(name);
                }
              }));
      Until.holds("it waits", () -> queue.waiting() > before);
    }

    place.close();
    for (Future<?> one : all) {
      one.get(20, TimeUnit.SECONDS);
    }

    assertThat(order).containsExactly("greedy", "modest", "greedy", "greedy", "greedy");
    assertThat(queue.inside()).isZero();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void nobodyHasMorePlacesThanOneMayHave() throws Exception {
    bounds = new FairQueue.Bounds(3, 2, 10, LONG);
    FairQueue.Place first = entered("a");
    entered("a");
    Future<Optional<FairQueue.Place>> third = waiting("a");

    assertThat(third.isDone()).isFalse();
    assertThat(queue.enter(List.of("b"))).as("the last place is left to others").isPresent();
    first.close();
    assertThat(third.get(20, TimeUnit.SECONDS)).isPresent();
    assertThat(queue.inside()).isEqualTo(3);
  }

  @Test
  void everyOneOfSeveralNamesIsCounted() {
    bounds = new FairQueue.Bounds(10, 1, 0, LONG);
    entered("address 1", "subject ann");

    assertThat(queue.enter(List.of("address 2", "subject ann"))).isEmpty();
    assertThat(queue.enter(List.of("address 1", "subject bob"))).isEmpty();
    assertThat(queue.enter(List.of("address 2", "subject bob"))).isPresent();
  }

  @Test
  void aFullQueueTurnsAwayWhoeverHasMostWaitingInIt() throws Exception {
    bounds = new FairQueue.Bounds(1, 1, 3, LONG);
    FairQueue.Place place = entered("first");
    Future<Optional<FairQueue.Place>> kept = waiting("greedy");
    waiting("greedy");
    Future<Optional<FairQueue.Place>> last = waiting("greedy");

    assertThat(queue.enter(List.of("greedy"))).as("no room for more of it").isEmpty();
    Future<Optional<FairQueue.Place>> modest = threads.submit(() -> queue.enter(List.of("modest")));

    assertThat(last.get(20, TimeUnit.SECONDS)).as("the last of the longest leaves").isEmpty();
    place.close();
    kept.get(20, TimeUnit.SECONDS).orElseThrow().close();
    assertThat(modest.get(20, TimeUnit.SECONDS)).isPresent();
  }

  @Test
  void whoWaitedTooLongLeavesNothingBehind() {
    bounds = new FairQueue.Bounds(1, 1, 3, Duration.ofMillis(1));
    FairQueue.Place place = entered("first");

    assertThat(queue.enter(List.of("second"))).isEmpty();
    assertThat(queue.waiting()).isZero();
    place.close();
    place.close();
    assertThat(queue.inside()).isZero();
  }

  @Test
  void withoutPatienceOrNamesNobodyWaits() {
    FairQueue.Place place = entered("first");
    assertThat(queue.enter(List.of())).isEmpty();
    bounds = new FairQueue.Bounds(1, 1, 10, Duration.ZERO);

    assertThat(queue.enter(List.of("second"))).isEmpty();
    place.close();
  }

  @Test
  void otherBoundsHoldForWhoComesNext() {
    entered("a");
    bounds = new FairQueue.Bounds(2, 2, 0, Duration.ZERO);
    FairQueue.Place second = entered("a");
    bounds = new FairQueue.Bounds(1, 1, 0, Duration.ZERO);
    second.close();

    assertThat(queue.enter(List.of("b"))).isEmpty();
  }

  @Test
  void i18AFloodNeverFindsMorePlacesAndAllAreGivenBack() throws InterruptedException {
    bounds = new FairQueue.Bounds(4, 2, 50, LONG);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger in = new AtomicInteger();
    for (int i = 0; i < 2_000; i++) {
      List<String> names = List.of("address " + i % 7, "subject " + i % 11);
      threads.submit(
          () -> {
            Optional<FairQueue.Place> place = queue.enter(names);
            if (place.isPresent()) {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              in.incrementAndGet();
              Thread.yield();
              inside.decrementAndGet();
              place.get().close();
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(most.get()).isBetween(1, 4);
    assertThat(in.get()).isPositive();
    assertThat(queue.inside()).isZero();
    assertThat(queue.waiting()).isZero();
  }
}
