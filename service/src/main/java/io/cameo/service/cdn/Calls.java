package io.cameo.service.cdn;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls of one server. An answer that is too long or takes too long, however slowly it trickles in,
 * is none. Redirections are not followed: a purge that moves to another server is a mistake.
 */
final class Calls implements AutoCloseable {

  /** From the connection to the last byte. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  private static final long LARGEST_ANSWER = 64 * 1024;

  /** Half an hour of Fastly's, with all its columns. */
  private static final long LARGEST_FIGURES = 2 * 1024 * 1024;

  private final URI root;
  private final long largest;
  private final HttpClient http;

  /** Of a server by its own name. */
  static Calls of(URI server) {
    return new Calls(server, LARGEST_ANSWER, client().build());
  }

  /** Of one that tells figures, at some length. */
  static Calls ofFigures(URI server) {
    return new Calls(server, LARGEST_FIGURES, client().build());
  }

  /**
   * Of a cache that is asked as browsers ask it, by the public name: as a proxy, which takes a
   * whole address and needs no name of its own (RFC 9112, 3.2.2).
   */
  static Calls through(URI cache) {
    int port = cache.getPort() < 0 ? 80 : cache.getPort();
    return new Calls(
        cache,
        LARGEST_ANSWER,
        client().proxy(ProxySelector.of(new InetSocketAddress(cache.getHost(), port))).build());
  }

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(LONGEST);
  }

  private Calls(URI server, long largest, HttpClient http) {
    this.root = server.resolve("/");
    this.largest = largest;
    this.http = http;
  }

  /** Whom this calls, for a sentence. */
  String server() {
    return root.getRawAuthority();
  }

  /** The address of the server itself. */
  URI root() {
    return root;
  }

  CompletableFuture<HttpResponse<String>> start(HttpRequest.Builder request) {
    return http.sendAsync(
        request.timeout(LONGEST).build(), BodyHandlers.limiting(BodyHandlers.ofString(), largest));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return await(start(request));
  }

  /**
   * @throws NotPurgedException when there is no answer
   */
  HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer) {
    try {
      return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      throw new NotPurgedException(server() + " did not answer in time.", slow);
    } catch (ExecutionException failed) {
      throw new NotPurgedException(
          server() + " could not be asked: " + reason(failed) + ".", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new NotPurgedException("The purge was interrupted.", interrupted);
    } finally {
      answer.cancel(true);
    }
  }

  /** The name of the failure alone: its message may hold an address, and that a user's name. */
  private static String reason(ExecutionException failed) {
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    return cause instanceof ConnectException
        ? "nothing listens there, or the name is not known"
        : cause.getClass().getSimpleName();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
