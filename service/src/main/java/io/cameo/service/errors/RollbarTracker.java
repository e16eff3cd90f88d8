package io.cameo.service.errors;

import com.rollbar.api.payload.Payload;
import com.rollbar.api.payload.data.Level;
import com.rollbar.notifier.Rollbar;
import com.rollbar.notifier.config.ConfigBuilder;
import com.rollbar.notifier.sender.Sender;
import com.rollbar.notifier.sender.json.JsonSerializer;
import com.rollbar.notifier.sender.json.JsonSerializerImpl;
import com.rollbar.notifier.sender.listener.SenderListener;
import com.rollbar.notifier.wrapper.RollbarThrowableWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rollbar by its own SDK, which makes the report. It is sent by us: the SDK's own sender waits for
 * ever for a server that does not answer.
 */
final class RollbarTracker implements ErrorTracker {

  private static final URI USUAL = URI.create("https://api.rollbar.com");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Rollbar rollbar;
  private final TimedSender sender;

  RollbarTracker(String token, URI endpoint, ErrorSettings.Naming naming) {
    this.sender = new TimedSender(URI.create(endpoint + "/api/1/item/"), token);
    this.rollbar =
        new Rollbar(
            ConfigBuilder.withAccessToken(token)
                .environment(naming.environment())
                .codeVersion(naming.release())
                .platform("java")
                .language("java")
                .framework("cameo")
                .appPackages(List.of("io.cameo"))
                .handleUncaughtErrors(false)
                .truncateLargePayloads(true)
                // The usual one tells the name and the addresses of this machine.
                .server(() -> null)
                .fingerPrintGenerator(data -> fingerprint(data.getCustom()))
                .sender(sender)
                .build());
  }

  static URI usual() {
    return USUAL;
  }

  private static @Nullable String fingerprint(@Nullable Map<String, Object> custom) {
    return custom == null ? null : String.valueOf(custom.get("group"));
  }

  @Override
  public String name() {
    return "rollbar";
  }

  @Override
  public void send(Fault fault) throws IOException {
    Map<String, Object> custom = new HashMap<>();
    custom.put("group", fault.group());
    custom.put("logger", fault.logger());
    fault.requestId().ifPresent(id -> custom.put("request_id", id));
    sender.failure = null;
    // Made of neutral parts, so that it has no thread and no stack of all threads.
    rollbar.log(wrapped(fault, 0), custom, fault.words(), Level.ERROR, false);
    if (sender.failure != null) {
      throw sender.failure;
    }
  }

  private static RollbarThrowableWrapper wrapped(Fault fault, int index) {
    Fault.Cause cause = fault.causes().get(index);
    return new RollbarThrowableWrapper(
        cause.type(),
        cause.words(),
        cause.frames().toArray(StackTraceElement[]::new),
        index + 1 < fault.causes().size() ? wrapped(fault, index + 1) : null);
  }

  @Override
  public void close(Duration atMost) {
    sender.close();
  }

  /** No child of the SDK's own, which logs every failure as an error: that would be reported. */
  private static final class TimedSender implements Sender {

    private final JsonSerializer json = new JsonSerializerImpl();
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI address;
    private final String token;

    /** Of the last report; the SDK keeps it to itself. */
    private @Nullable IOException failure;

    TimedSender(URI address, String token) {
      this.address = address;
      this.token = token;
    }

    @Override
    public void send(Payload payload) {
      try {
        post(json.toJson(payload));
      } catch (IOException failed) {
        failure = failed;
      }
    }

    @Override
    public void addListener(SenderListener listener) {
      // Nobody listens: what became of a report is asked for.
    }

    @Override
    public List<SenderListener> getListeners() {
      return List.of();
    }

    @Override
    public void close(boolean wait) {
      close();
    }

    @Override
    public void close() {
      http.shutdownNow();
    }

    private void post(String document) throws IOException {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
        gzip.write(document.getBytes(StandardCharsets.UTF_8));
      }
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(TIMEOUT)
              .header("X-Rollbar-Access-Token", token)
              .header("Content-Type", "application/json; charset=UTF-8")
              .header("Content-Encoding", "gzip")
              .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray()))
              .build();
      try {
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) {
          throw new IOException("Rollbar answered " + status);
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new IOException("ended", ended);
      }
    }
  }
}
