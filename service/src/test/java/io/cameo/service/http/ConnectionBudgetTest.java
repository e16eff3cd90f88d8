package io.cameo.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {

  private static final long MEBIBYTE = 1 << 20;

  @Test
  void takesNoMoreConnectionsThanAThirdOfTheHeapHolds() {
    assertThat(ConnectionBudget.connections(512 * MEBIBYTE, false)).isBetween(2000, 2300);
    assertThat(ConnectionBudget.connections(1024 * MEBIBYTE, false)).isBetween(4000, 4600);
  }

  @Test
  void h5CountsEveryRequestThatAConnectionOfHttp2MayHaveOpen() {
    int connections = ConnectionBudget.connections(1024 * MEBIBYTE, true);

    long bodies = (long) ConnectionBudget.STREAMS * ConnectionBudget.STREAM_WINDOW;
    assertThat(connections).isGreaterThan(100);
    assertThat(connections * bodies).isLessThan(1024 * MEBIBYTE / 3);
  }

  @Test
  void staysUsableWithASmallHeapAndBoundedWithALargeOne() {
    assertThat(ConnectionBudget.connections(8 * MEBIBYTE, false)).isEqualTo(64);
    assertThat(ConnectionBudget.connections(64 * 1024 * MEBIBYTE, false)).isEqualTo(8192);
  }
}
