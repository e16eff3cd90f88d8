package io.cameo.service.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Tells Varnish by the method BAN, with the tags as alternatives of a regular expression in a
 * header; {@code deploy/varnish} says what Varnish makes of it. Every cache has to answer.
 */
final class BanPurger implements Purger {

  static final String TAGS = "X-Cameo-Tags";

  /** So that the header stays below what Varnish takes of one. */
  private static final int MOST_TAGS = 100;

  private final List<Calls> caches;
  private final List<URI> addresses;
  private final Optional<String> token;

  BanPurger(CdnSettings.Access access) {
    this.caches = access.caches().stream().map(Calls::of).toList();
    this.addresses = access.caches().stream().map(cache -> cache.resolve("/")).toList();
    this.token = access.token();
  }

  @Override
  public Pace pace() {
    return Pace.AT_ONCE;
  }

  @Override
  public void purge(List<Stale> stale) {
    for (List<String> some : Stale.tags(stale, MOST_TAGS)) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < caches.size(); i++) {
        answers.add(caches.get(i).start(ban(addresses.get(i), some)));
      }
      List<String> refusals = new ArrayList<>();
      for (int i = 0; i < caches.size(); i++) {
        try {
          int status = caches.get(i).await(answers.get(i)).statusCode();
          if (status < 200 || status > 299) {
            refusals.add(caches.get(i).server() + " answers " + status + " to BAN.");
          }
        } catch (NotPurgedException away) {
          refusals.add(String.valueOf(away.getMessage()));
        }
      }
      if (!refusals.isEmpty()) {
        throw new NotPurgedException(String.join(" ", refusals));
      }
    }
  }

  private HttpRequest.Builder ban(URI cache, List<String> tags) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cache)
            .method("BAN", HttpRequest.BodyPublishers.noBody())
            .header(TAGS, String.join("|", tags));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  @Override
  public void close() {
    caches.forEach(Calls::close);
  }
}
