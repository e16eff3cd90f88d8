package io.cameo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WrkTest {

  private static final String REPORT =
      """
      Running 2s test @ http://127.0.0.1:39161/plain/256.jpg
        2 threads and 64 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     2.07ms  455.95us   8.22ms   88.19%
          Req/Sec    15.48k     1.09k   17.80k    70.00%
        Latency Distribution
           50%  980.00us
           75%    2.16ms
           90%    2.51ms
           99%    1.20s
        61718 requests in 2.00s, 0.94GB read
      Requests/sec:  30838.91
      Transfer/sec:    483.34MB
      """;

  @Test
  void readsRateAndLatenciesInAnyUnit() throws IOException {
    assertThat(Wrk.parse(REPORT))
        .isEqualTo(new Wrk.Reading(30838.91, 0.98, 1200, java.util.List.of()));
  }

  @Test
  void keepsWhatWrkSaysAboutFaults() throws IOException {
    String report =
        REPORT.replace(
            "Requests/sec:",
            "  Socket errors: connect 0, read 3, write 0, timeout 0\n"
                + "  Non-2xx or 3xx responses: 17\nRequests/sec:");
    assertThat(Wrk.parse(report).faults())
        .containsExactly(
            "Socket errors: connect 0, read 3, write 0, timeout 0", "Non-2xx or 3xx responses: 17");
  }

  @Test
  void refusesAReportWithoutARate() {
    assertThatThrownBy(() -> Wrk.parse("unable to connect")).isInstanceOf(IOException.class);
  }
}
