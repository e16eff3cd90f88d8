package io.cameo.service.ops.smoke;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * The way to the system: every call has a time, every answer a length, and one run so many calls.
 * Redirects are not followed, so a key goes nowhere else.
 */
final class Wire implements AutoCloseable {

  private static final int MOST_CALLS = 1_500;
  private static final long LONGEST_ANSWER = 16L * 1024 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final URI base;
  private final Duration timeout;
  private final HttpClient http;
  private int calls;

  /**
   * @param base where the system is, without a slash at its end
   * @param authority certificates of a private authority, in PEM, which alone are trusted
   * @throws GeneralSecurityException when the file holds no certificate
   */
  Wire(URI base, Duration timeout, Optional<Path> authority)
      throws IOException, GeneralSecurityException {
    this.base = base;
    this.timeout = timeout;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT.compareTo(timeout) < 0 ? CONNECT : timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            // Without TLS it would offer to change to HTTP/2, which no proxy needs to understand.
            .version(
                "https".equals(base.getScheme())
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1);
    if (authority.isPresent()) {
      builder.sslContext(trusting(authority.get()));
    }
    this.http = builder.build();
  }

  private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = new ByteArrayInputStream(Files.readAllBytes(file))) {
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + number++, one);
      }
      if (number == 0) {
        throw new GeneralSecurityException("no certificate");
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A new run begins, with its own number of calls. */
  void begin() {
    calls = 0;
  }

  /** The whole address of a path of the system. */
  URI address(String path) {
    return URI.create(base + path);
  }

  /** Whether an address leads to the system's own host, and not to a CDN in front of it. */
  boolean isOwn(URI address) {
    return origin(address).equals(origin(base));
  }

  static String origin(URI address) {
    int port =
        address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
    return address.getScheme() + "://" + address.getHost() + ":" + port;
  }

  /**
   * @throws IOException when there is no answer in time, or a longer one than anybody needs
   */
  Answer send(Call call) throws IOException {
    if (++calls > MOST_CALLS) {
      throw new IOException("This run has made " + MOST_CALLS + " calls, which is the most it may");
    }
    URI address = address(call);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .expectContinue(call.asksFirst())
            .method(call.method(), call.body());
    for (int i = 0; i < call.headers().size(); i += 2) {
      request.header(call.headers().get(i), call.headers().get(i + 1));
    }
    if (call.credential().isPresent()) {
      if (!isOwn(address)) {
        throw new IOException("A key is sent to " + base + " only, and not to " + address);
      }
      request.setHeader("Authorization", "Bearer " + call.credential().get());
    }
    long began = System.nanoTime();
    HttpResponse<byte[]> answer = await(request.build(), address);
    return new Answer(
        call.method() + " " + address,
        answer.statusCode(),
        answer.headers(),
        answer.body(),
        Duration.ofNanos(System.nanoTime() - began));
  }

  private URI address(Call call) throws IOException {
    if (call.address().startsWith("/")) {
      return address(call.address());
    }
    try {
      URI address = URI.create(call.address());
      if (address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
        return address;
      }
    } catch (IllegalArgumentException none) {
      throw new IOException("The service gave out no address: " + call.address(), none);
    }
    throw new IOException("The service gave out no address of http or https: " + call.address());
  }

  /** The time is that of the whole answer: the client's own ends when the body begins. */
  private HttpResponse<byte[]> await(HttpRequest request, URI address) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new IOException(address + " gave no whole answer within " + timeout, late);
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw new IOException(reason(address, cause == null ? failed : cause), failed);
    }
  }

  private static String reason(URI address, Throwable cause) {
    String words =
        switch (cause) {
          case ConnectException _ -> "nothing listens there, or a name or a firewall is in the way";
          case SSLException tls -> "TLS failed: " + tls.getMessage();
          case java.net.http.HttpTimeoutException _ -> "no answer in time";
          default -> cause.getClass().getSimpleName() + ": " + cause.getMessage();
        };
    return address + " cannot be reached: " + words;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
