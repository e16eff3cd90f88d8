package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** HTTP/2 without TLS, as a proxy speaks it, and what callers do with it who mean harm. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2Test {

  private static final int REFUSED_STREAM = 7;

  /** More than any well-behaved caller sends, and than the network keeps while nobody reads. */
  private static final int MANY = 400_000;

  private Program program;

  @BeforeAll
  void start() {
    program =
        Program.start(
            Homes.prepared(), Map.of("CAMEO_HTTP2", "h2c", "CAMEO_SILENCE_TIMEOUT", "2s"));
  }

  @AfterAll
  void stop() {
    program.close();
  }

  private void assertStillAnswers() {
    try (Http2Frames http2 = new Http2Frames(program)) {
      http2.send(
          Http2Frames.HEADERS,
          Http2Frames.END_HEADERS | Http2Frames.END_STREAM,
          1,
          Http2Frames.block("GET", "/v1/limits"));

      assertThat(http2.next(Http2Frames.DATA).payload())
          .asString(StandardCharsets.UTF_8)
          .contains("\"mode\":\"on\"");
    }
  }

  /** The program has closed it in the middle, or said that something is wrong. */
  private static void assertCutOff(Http2Frames http2, boolean inTheMiddle) {
    int noError = 0;
    Optional<Integer> farewell = http2.untilClosed();

    assertThat(inTheMiddle || farewell.orElse(noError) != noError).isTrue();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  @Test
  void h5ARequestOfHttp2IsAnswered() throws Exception {
    assertStillAnswers();
    try (Http2Frames http2 = new Http2Frames(program)) {
      http2.send(
          Http2Frames.HEADERS,
          Http2Frames.END_HEADERS | Http2Frames.END_STREAM,
          1,
          Http2Frames.block("GET", "/u/nobody.png"));

      assertThat(http2.next(Http2Frames.HEADERS).stream()).isEqualTo(1);
      assertThat(http2.next(Http2Frames.DATA).payload()).startsWith(0x89, 'P', 'N', 'G');
    }
  }

  /** It would no longer be seen by the proxy that passed the upgrade on. */
  @Test
  void h5ACallerThatAsksForTheUpgradeIsAnsweredWholeInHttp1() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(program.address("/openapi.yaml"))
                  .timeout(Duration.ofSeconds(20))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body().length).as("more than one window").isGreaterThan(65_535);
    }
  }

  @Test
  void h5RapidResetEndsTheConnection() throws Exception {
    try (Http2Frames http2 = new Http2Frames(program)) {
      byte[] request = Http2Frames.block("GET", "/u/nobody.png");
      int stream = 1;
      while (stream < MANY
          && http2.send(
              Http2Frames.HEADERS,
              Http2Frames.END_HEADERS | Http2Frames.END_STREAM,
              stream,
              request)
          && http2.send(Http2Frames.RST_STREAM, 0, stream, number(8))) {
        stream += 2;
      }

      assertCutOff(http2, stream < MANY);
    }
    assertStillAnswers();
  }

  @Test
  void h5ResetsThatThePeerProvokesEndTheConnection() throws Exception {
    try (Http2Frames http2 = new Http2Frames(program)) {
      byte[] request = Http2Frames.block("POST", "/v1/tokens");
      int stream = 1;
      // A window that grows by nothing is an error of the stream: the program has to reset it.
      while (stream < MANY
          && http2.send(Http2Frames.HEADERS, Http2Frames.END_HEADERS, stream, request)
          && http2.send(Http2Frames.WINDOW_UPDATE, 0, stream, number(0))) {
        stream += 2;
      }

      assertCutOff(http2, stream < MANY);
    }
    assertStillAnswers();
  }

  @Test
  void h5AFloodOfContinuationsEndsTheConnection() throws Exception {
    try (Http2Frames http2 = new Http2Frames(program)) {
      http2.send(Http2Frames.HEADERS, 0, 1, Http2Frames.block("GET", "/u/nobody.png"));
      byte[] header = new byte[] {0, 1, 'x', 1, 'y'};
      int sent = 0;
      while (sent < MANY && http2.send(Http2Frames.CONTINUATION, 0, 1, header)) {
        sent++;
      }

      assertCutOff(http2, sent < MANY);
    }
    assertStillAnswers();
  }

  @Test
  void h5HeadersBeyondTheirSizeAreNotTaken() throws Exception {
    try (Http2Frames http2 = new Http2Frames(program)) {
      byte[] first = Http2Frames.block("GET", "/u/nobody.png", "x", "y".repeat(10_000));
      http2.send(Http2Frames.HEADERS, Http2Frames.END_STREAM, 1, first);
      byte[] more = Http2Frames.block("GET", "/u/nobody.png", "x", "y".repeat(10_000));
      http2.send(Http2Frames.CONTINUATION, Http2Frames.END_HEADERS, 1, more);

      assertThat(end(http2).type()).isIn(Http2Frames.RST_STREAM, Http2Frames.GOAWAY);
    }
    assertStillAnswers();
  }

  /** The first frame that ends a stream or the connection, or answers a request. */
  private static Http2Frames.Frame end(Http2Frames http2) {
    while (true) {
      Http2Frames.Frame frame = http2.next().orElseThrow();
      if (frame.type() == Http2Frames.RST_STREAM
          || frame.type() == Http2Frames.GOAWAY
          || frame.type() == Http2Frames.HEADERS) {
        return frame;
      }
    }
  }

  @Test
  void h5MoreRequestsAtOnceThanAllowedAreRefusedAloneAndTheOthersAnswered() throws Exception {
    try (Http2Frames http2 = new Http2Frames(program)) {
      byte[] request = Http2Frames.block("POST", "/v1/tokens", "content-type", "application/json");
      for (int i = 0; i < 66; i++) {
        http2.send(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 2 * i + 1, request);
      }
      List<Integer> refused = new ArrayList<>();
      while (refused.size() < 2) {
        Http2Frames.Frame reset = http2.next(Http2Frames.RST_STREAM);
        assertThat(reset.error()).isEqualTo(REFUSED_STREAM);
        refused.add(reset.stream());
      }

      assertThat(refused).as("64 are open, the others refused").containsExactly(129, 131);
    }
    assertStillAnswers();
  }

  @Test
  void h5ALengthThatIsNotTheSumOfTheDataEndsTheRequest() throws Exception {
    try (Http2Frames http2 = new Http2Frames(program)) {
      byte[] request =
          Http2Frames.block(
              "POST",
              "/v1/tokens",
              "content-type",
              "application/json",
              "authorization",
              "Bearer " + Program.ADMIN_KEY,
              "content-length",
              "40");
      http2.send(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, request);
      http2.send(Http2Frames.DATA, Http2Frames.END_STREAM, 1, "{\"subject\":\"a\"}".getBytes());

      Http2Frames.Frame answer = end(http2);

      assertThat(answer.type()).isIn(Http2Frames.RST_STREAM, Http2Frames.GOAWAY);
      assertThat(answer.error()).as("a protocol error").isEqualTo(1);
    }
    assertStillAnswers();
  }

  @Test
  void h5AWindowThatNeverOpensEndsTheRequest() throws Exception {
    int initialWindowSize = 4;
    try (Http2Frames http2 = new Http2Frames(program, initialWindowSize, 0)) {
      http2.send(
          Http2Frames.HEADERS,
          Http2Frames.END_HEADERS | Http2Frames.END_STREAM,
          1,
          Http2Frames.block("GET", "/u/nobody.png"));
      assertThat(http2.next(Http2Frames.HEADERS).stream()).isEqualTo(1);

      assertThat(end(http2).type()).isIn(Http2Frames.RST_STREAM, Http2Frames.GOAWAY);
    }
    assertStillAnswers();
  }
}
