package io.cameo.service.cdn;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks public addresses of the CDN as a browser does: the same address, and no header that would
 * make a cache ask anew.
 */
public final class Probe implements AutoCloseable {

  /** What clients accept: browsers of today, those of some years ago, and all that say nothing. */
  public static final List<String> ACCEPTS =
      List.of(
          "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
          "image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
          "*/*");

  private static final Duration LONGEST = Duration.ofSeconds(5);

  /**
   * Questions that are asked at the same time. More would take the connections of a small cache
   * from its public, and be more than one connection of HTTP/2 takes.
   */
  static final int AT_ONCE = 64;

  /** Our strong tags begin with the version; a CDN may have weakened it. */
  private static final Pattern OF_A_VERSION = Pattern.compile("(?:W/)?\"([0-9a-f]{32})-[^\"]*\"");

  /** Those of our drawn pictures, likewise. */
  private static final Pattern OF_A_DRAWN = Pattern.compile("(?:W/)?\"drawn-[^\"]*\"");

  /** What a cache said of itself. */
  public enum Cache {
    HIT,
    MISS,
    UNKNOWN
  }

  /** An address below the base, and what the client accepts. */
  public record Question(String path, String accept) {}

  /**
   * What was answered.
   *
   * @param status 0 when there was no answer
   * @param drawn whether the entity tag is one of our drawn pictures
   * @param version the one in the entity tag
   * @param why there was no answer: the kind of failure, which names nobody
   */
  public record Seen(int status, boolean drawn, Optional<String> version, Cache cache, String why) {

    static Seen nothing(String why) {
      return new Seen(0, false, Optional.empty(), Cache.UNKNOWN, why);
    }
  }

  private final String base;
  private final HttpClient http;
  private final Semaphore places = new Semaphore(AT_ONCE);

  public Probe(URI base) {
    this.base = base.toString();
    this.http =
        HttpClient.newBuilder()
            .version(
                "https".equals(base.getScheme())
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LONGEST)
            .build();
  }

  /** Asks when it is its turn; then it completes within {@link #LONGEST}, whatever happens. */
  public CompletableFuture<Seen> ask(Question question) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + question.path()))
            .header("Accept", question.accept())
            .timeout(LONGEST)
            .build();
    places.acquireUninterruptibly();
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request, BodyHandlers.discarding());
    return answer
        .thenApply(Probe::seen)
        .completeOnTimeout(Seen.nothing("not in time"), LONGEST.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failed -> Seen.nothing(kind(failed)))
        .whenComplete(
            (seen, failed) -> {
              answer.cancel(true);
              places.release();
            });
  }

  /** Tells a certificate that is not trusted, say, from a name that is not known. */
  private static String kind(Throwable failed) {
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    return cause.getClass().getSimpleName();
  }

  private static Seen seen(HttpResponse<Void> answer) {
    Optional<String> tag = answer.headers().firstValue("ETag");
    return new Seen(
        answer.statusCode(),
        tag.filter(text -> OF_A_DRAWN.matcher(text).matches()).isPresent(),
        tag.flatMap(Probe::version),
        cache(answer.headers()),
        "");
  }

  private static Optional<String> version(String tag) {
    Matcher ours = OF_A_VERSION.matcher(tag);
    return ours.matches() ? Optional.of(ours.group(1)) : Optional.empty();
  }

  /** CloudFront, Fastly and nginx say it in X-Cache, Cloudflare in a header of its own. */
  static Cache cache(HttpHeaders headers) {
    for (String name : List.of("CF-Cache-Status", "X-Cache", "X-Cache-Status")) {
      Optional<String> said = headers.firstValue(name).map(text -> text.toLowerCase(Locale.ROOT));
      if (said.isPresent()) {
        // Of several caches the last one stands nearest to the client.
        String nearest = said.get().substring(said.get().lastIndexOf(',') + 1).strip();
        return nearest.contains("hit") ? Cache.HIT : Cache.MISS;
      }
    }
    Optional<String> varnish = headers.firstValue("X-Varnish");
    if (varnish.isPresent()) {
      return varnish.get().strip().contains(" ") ? Cache.HIT : Cache.MISS;
    }
    Optional<String> age = headers.firstValue("Age");
    return age.isEmpty() ? Cache.UNKNOWN : age.get().equals("0") ? Cache.MISS : Cache.HIT;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
