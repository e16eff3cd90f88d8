package io.cameo.service.notify;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends events to endpoints in the form of Standard Webhooks 1.0. The status alone counts: nothing
 * else of an answer is read. Redirections are not followed, for an endpoint that moves to another
 * server is a mistake or worse.
 */
final class Webhooks implements AutoCloseable {

  /** What Standard Webhooks gives a receiver to answer. */
  static final Duration LONGEST = Duration.ofSeconds(20);

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

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
    CompletableFuture<HttpResponse<Void>> answer =
        http.orElseThrow().sendAsync(request(endpoint, event), head -> new Unread());
    try {
      return outcome(answer.get(longest.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException slow) {
      return new Outcome.Later("no answer in time");
    } catch (ExecutionException failed) {
      return new Outcome.Later(reason(failed));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Outcome.Later("interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(NotifySettings.Endpoint endpoint, NoticeEvent event) {
    byte[] body = WebhookBody.of(event, settings.sender().site());
    var now = clock.instant();
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

  private static Outcome outcome(HttpResponse<Void> answer) {
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
    return (cause == null ? failed : cause).getClass().getSimpleName();
  }

  @Override
  public void close() {
    http.ifPresent(HttpClient::shutdownNow);
  }

  /** Wants nothing of a body, however long it is. */
  private static final class Unread implements BodySubscriber<Void> {

    private final BodySubscriber<Void> none = BodySubscribers.replacing(null);

    @Override
    public CompletionStage<Void> getBody() {
      return none.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
      // Nothing was asked for.
    }

    @Override
    public void onError(Throwable failed) {
      // The status is known.
    }

    @Override
    public void onComplete() {
      // The status is known.
    }
  }
}
