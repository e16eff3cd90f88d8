package io.cameo.service.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ProbeTest {

  private static HttpHeaders headers(String... all) {
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = 0; i < all.length; i += 2) {
      headers.put(all[i], new ArrayList<>(List.of(all[i + 1])));
    }
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  @ParameterizedTest
  @CsvSource({
    "CF-Cache-Status, HIT, HIT",
    "CF-Cache-Status, DYNAMIC, MISS",
    "X-Cache, Hit from cloudfront, HIT",
    "X-Cache, Miss from cloudfront, MISS",
    "X-Cache, 'HIT, MISS', MISS",
    "X-Cache, 'MISS, HIT', HIT",
    "X-Varnish, 32770 3, HIT",
    "X-Varnish, 5, MISS",
    "Age, 12, HIT",
    "Age, 0, MISS",
    "Date, x, UNKNOWN",
  })
  void whatACacheSaysOfItselfIsUnderstood(String name, String value, Probe.Cache said) {
    assertThat(Probe.cache(headers(name, value))).isEqualTo(said);
  }

  @Test
  void theAddressIsAskedAsItIsAndNothingMakesACacheAskAnew() {
    try (Receiver cdn = new Receiver(told -> new Receiver.Answer(200, "image/png", "x"));
        Probe probe = new Probe(cdn.address())) {
      Probe.Seen seen = probe.ask(new Probe.Question("/u/ann@1?s=64", "image/webp")).join();

      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.drawn()).isFalse();
      assertThat(seen.version()).isEqualTo(Optional.empty());
      Receiver.Told told = cdn.told.getFirst();
      assertThat(told.method()).isEqualTo("GET");
      assertThat(told.target()).isEqualTo("/u/ann@1?s=64");
      assertThat(told.header("Accept")).isEqualTo("image/webp");
      assertThat(
              told.header("Cache-Control") + told.header("Pragma") + told.header("If-None-Match"))
          .isEmpty();
    }
  }

  @Test
  void whoDoesNotAnswerIsSeenAsNothing() throws Exception {
    int closed;
    try (ServerSocket nobody = new ServerSocket(0)) {
      closed = nobody.getLocalPort();
    }
    try (Probe probe = new Probe(URI.create("http://127.0.0.1:" + closed))) {
      assertThat(probe.ask(new Probe.Question("/u/ann", "*/*")).join())
          .isEqualTo(Probe.Seen.nothing("ConnectException"));
    }
  }
}
