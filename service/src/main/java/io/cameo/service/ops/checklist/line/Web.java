package io.cameo.service.ops.checklist.line;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks addresses as a stranger does: without credentials, without following where it is led. */
public interface Web {

  /** Longest wait for a connection, and for the head of an answer. */
  Duration PATIENCE = Duration.ofSeconds(5);

  /** More of an answer's body is not read. */
  int MOST_BYTES = 1 << 20;

  /**
   * What was answered.
   *
   * @param body its first {@link #MOST_BYTES}
   */
  record Reply(int status, HttpHeaders headers, byte[] body) {

    public Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public boolean isGood() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * @throws IOException when nobody answers, or not in time
   */
  Reply ask(HttpRequest request) throws IOException, InterruptedException;

  /** A GET of an address. */
  default Reply get(URI address) throws IOException, InterruptedException {
    return ask(to(address).build());
  }

  /** A request that ends. */
  static HttpRequest.Builder to(URI address) {
    return HttpRequest.newBuilder(address).timeout(PATIENCE).header("User-Agent", "cameo-check");
  }

  /** The network itself. */
  static Web open() {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
    return request -> {
      try {
        HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
          return new Reply(answer.statusCode(), answer.headers(), body.readNBytes(MOST_BYTES));
        }
      } catch (IOException away) {
        throw new IOException(request.uri() + " does not answer: " + words(away), away);
      }
    };
  }

  private static String words(IOException away) {
    String said = away.getMessage();
    if (said != null && !said.isBlank()) {
      return said;
    }
    return away instanceof ConnectException
        ? "connection refused"
        : away.getClass().getSimpleName();
  }
}
