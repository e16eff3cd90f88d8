package io.cameo.service.notify;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Sends events to endpoints in the form of Standard Webhooks 1.0. The status alone counts: a body
 * is thrown away, as much of it as comes soon. Redirections are not followed, for an endpoint that
 * moves to another server is a mistake or worse.
 */
final class Webhooks implements AutoCloseable {

  /** What Standard Webhooks gives a receiver to answer. */
  static final Duration LONGEST = Duration.ofSeconds(20);

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
  private static final long LARGEST_ANSWER = 64 * 1024;
  private static final String SLOW = "no answer in time";

  private final NotifySettings settings;
  private final Clock clock;
  private final Duration longest;
  private final Optional<HttpClient> http;

  /**
   * @param longest from the connection to the answer's status
   */
  Webhooks(NotifySettings settings, Clock clock, Duration longest) {
    this.settings = settings;
    this.clock = clock;
    this.longest = longest;
    this.http =
        settings.endpoints().isEmpty()
            ? Optional.empty()
            : Optional.of(
                HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(LONGEST_CONNECT)
                    .build());
  }

  Outcome send(NotifySettings.Endpoint endpoint, NoticeEvent event) {
    AtomicReference<Optional<ResponseInfo>> head = new AtomicReference<>(Optional.empty());
    CompletableFuture<HttpResponse<Void>> answer =
        http.orElseThrow()
            .sendAsync(
                request(endpoint, event),
                seen -> {
                  head.set(Optional.of(seen));
                  return BodySubscribers.limiting(BodySubscribers.discarding(), LARGEST_ANSWER);
                });
    Outcome failure;
    try {
      answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      failure = new Outcome.Later("no status");
    } catch (TimeoutException slow) {
      failure = new Outcome.Later(SLOW);
    } catch (ExecutionException failed) {
      failure = new Outcome.Later(reason(failed));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      failure = new Outcome.Later("interrupted");
    } finally {
      answer.cancel(true);
    }
    // What comes behind the status changes nothing, be it too long or too slow.
    Optional<ResponseInfo> seen = Optional.ofNullable(head.get()).flatMap(Function.identity());
    return seen.map(Webhooks::outcome).orElse(failure);
  }

  private HttpRequest request(NotifySettings.Endpoint endpoint, NoticeEvent event) {
    byte[] body = WebhookBody.of(event, settings.sender().site());
    Instant now = clock.instant();
    return HttpRequest.newBuilder(endpoint.address())
        .timeout(longest)
        .header("Content-Type", "application/json")
        .header("User-Agent", "Cameo")
        .header("webhook-id", event.webhookId())
        .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
        .header(
            "webhook-signature",
            WebhookSignature.of(endpoint.secrets(), event.webhookId(), now, body))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static Outcome outcome(ResponseInfo answer) {
    String status = Integer.toString(answer.statusCode());
    if (answer.statusCode() / 100 == 2) {
      return new Outcome.Sent(status);
    }
    if (answer.statusCode() == 410) {
      return new Outcome.Gone(status);
    }
    return new Outcome.Later(
        status, answer.headers().firstValue("Retry-After").flatMap(Webhooks::seconds));
  }

  /** A time in seconds; a date is not understood, and the usual pause is made. */
  private static Optional<Duration> seconds(String text) {
    return text.matches("[0-9]{1,7}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }

  /** The name of the failure alone: its message may hold the address. */
  private static String reason(ExecutionException failed) {
    Throwable cause = failed.getCause();
    return cause instanceof HttpTimeoutException
        ? SLOW
        : (cause == null ? failed : cause).getClass().getSimpleName();
  }

  @Override
  public void close() {
    http.ifPresent(HttpClient::shutdownNow);
  }
}
