package io.cameo.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 50);
  private final Circuit circuit = new Circuit(3, 100, now::get);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(circuit.admit()).isTrue();
      circuit.failed(now.get());
    }
  }

  @Test
  void opensAfterFailuresInARowOnly() {
    fail(2);
    assertThat(circuit.admit()).isTrue();
    circuit.answered();
    fail(2);
    assertThat(circuit.turnsAway()).isFalse();
    fail(1);
    assertThat(circuit.turnsAway()).isTrue();
    assertThat(circuit.admit()).isFalse();
  }

  @Test
  void letsOneThroughAfterThePause() {
    fail(3);
    now.addAndGet(100);
    assertThat(circuit.admit()).isTrue();
    assertThat(circuit.admit()).as("a second one meanwhile").isFalse();
    circuit.answered();
    assertThat(circuit.admit()).isTrue();
    assertThat(circuit.admit()).isTrue();
  }

  @Test
  void waitsAgainWhenTheOneFails() {
    fail(3);
    now.addAndGet(100);
    fail(1);
    assertThat(circuit.admit()).isFalse();
    now.addAndGet(99);
    assertThat(circuit.admit()).isFalse();
    now.addAndGet(1);
    assertThat(circuit.admit()).isTrue();
  }

  @Test
  void letsTheNextOneTryWhenTheOneNeverAsked() {
    fail(3);
    now.addAndGet(100);
    assertThat(circuit.admit()).isTrue();
    circuit.notAsked();
    assertThat(circuit.admit()).isTrue();
  }

  @Test
  void isNotProlongedByThoseWhoWereUnderWay() {
    assertThat(circuit.admit()).isTrue();
    long before = now.getAndIncrement();
    fail(3);
    now.addAndGet(60);
    circuit.failed(before);
    now.addAndGet(40);
    assertThat(circuit.turnsAway()).isFalse();
  }

  @Test
  void isNotOpenedByThoseWhoWereUnderWayWhenTheServerAnswered() {
    long before = now.getAndIncrement();
    assertThat(circuit.admit()).isTrue();
    circuit.answered();
    for (int i = 0; i < 9; i++) {
      circuit.failed(before);
    }
    assertThat(circuit.turnsAway()).isFalse();
    fail(3);
    assertThat(circuit.turnsAway()).isTrue();
  }

  @Test
  void isNotOpenedAnewByThoseWhoWereUnderWayWhileOneTries() {
    long before = now.getAndIncrement();
    fail(3);
    now.addAndGet(100);
    assertThat(circuit.admit()).isTrue();
    circuit.failed(before);
    assertThat(circuit.admit()).as("a second one while the first one tries").isFalse();
    circuit.answered();
    assertThat(circuit.turnsAway()).isFalse();
  }
}
