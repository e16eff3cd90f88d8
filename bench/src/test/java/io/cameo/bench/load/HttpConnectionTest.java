package io.cameo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ByteBuffer BODY = ByteBuffer.allocateDirect(300_000);
  private static final String HEAD =
      Http.head("PUT", "/x", Map.of("Content-Length", String.valueOf(BODY.capacity())));

  @Test
  void readsAnswersOfKnownLengthAndChunkedOnesOverOneConnection() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                true,
                List.of(
                    "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\nfirst",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nsec\r\n3;x=y\r\nond\r\n0\r\n\r\n",
                    "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"));
        HttpConnection connection = HttpConnection.open(server.address(), PATIENCE)) {
      Answer first = connection.exchange(HEAD, BODY);
      assertThat(first.status()).isEqualTo(201);
      assertThat(first.excerpt()).isEqualTo("first");
      assertThat(first.header("etag")).contains("\"a\"");
      assertThat(connection.exchange(HEAD, BODY).excerpt()).isEqualTo("second");
      assertThat(connection.exchange(HEAD, BODY)).extracting(Answer::status).isEqualTo(304);
      assertThat(BODY.remaining()).isEqualTo(BODY.capacity());
    }
  }

  @Test
  void passesOverTheServersRequestToContinue() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                true,
                List.of(
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"));
        HttpConnection connection = HttpConnection.open(server.address(), PATIENCE)) {
      assertThat(connection.exchange(HEAD, BODY).status()).isEqualTo(201);
    }
  }

  @Test
  void takesARefusalThatComesBeforeTheBodyIsSent() throws IOException {
    ByteBuffer large = ByteBuffer.allocateDirect(30_000_000);
    String head = Http.head("PUT", "/x", Map.of("Content-Length", "30000000"));
    try (ScriptedServer server =
            new ScriptedServer(
                false,
                List.of("HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy"));
        HttpConnection connection = HttpConnection.open(server.address(), PATIENCE)) {
      Answer answer = connection.exchange(head, large);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).contains("1");
    }
  }

  @Test
  void failsWhenTheAnswerIsCutOff() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(true, List.of("HTTP/1.1 201 Created\r\nContent-Le"));
        HttpConnection connection = HttpConnection.open(server.address(), Duration.ofMillis(300))) {
      assertThatThrownBy(() -> connection.exchange(HEAD, BODY)).isInstanceOf(IOException.class);
    }
  }
}
