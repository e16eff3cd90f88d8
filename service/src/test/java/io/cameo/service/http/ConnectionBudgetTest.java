package io.cameo.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {

  private static final long MEBIBYTE = 1 << 20;

  @Test
  void takesNoMoreConnectionsThanAThirdOfTheHeapHolds() {
    assertThat(ConnectionBudget.connections(512 * MEBIBYTE)).isBetween(2000, 2300);
    assertThat(ConnectionBudget.connections(1024 * MEBIBYTE)).isBetween(4000, 4600);
  }

  @Test
  void staysUsableWithASmallHeapAndBoundedWithALargeOne() {
    assertThat(ConnectionBudget.connections(8 * MEBIBYTE)).isEqualTo(64);
    assertThat(ConnectionBudget.connections(64 * 1024 * MEBIBYTE)).isEqualTo(8192);
  }
}
