package io.cameo.service.cdn;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/**
 * Tells Varnish by the method BAN, with the tags as alternatives of a regular expression in a
 * header; {@code deploy/varnish} says what Varnish makes of it. Every cache has to answer.
 */
final class BanPurger implements Purger {

  static final String TAGS = "X-Cameo-Tags";

  /** So that the header stays below what Varnish takes of one. */
  private static final int MOST_TAGS = 100;

  private final List<Calls> caches;
  private final Optional<String> token;

  BanPurger(CdnSettings.Access access) {
    this.caches = access.caches().stream().map(Calls::of).toList();
    this.token = access.token();
  }

  @Override
  public Pace pace() {
    return Pace.AT_ONCE;
  }

  @Override
  public void purge(List<Stale> stale) {
    List<List<String>> parts = Stale.tags(stale, MOST_TAGS);
    Caches.each(caches, cache -> parts.forEach(some -> ban(cache, some)));
  }

  private void ban(Calls cache, List<String> tags) {
    int status = cache.send(request(cache, tags)).statusCode();
    if (status < 200 || status > 299) {
      throw new NotPurgedException(cache.server() + " answers " + status + " to BAN.");
    }
  }

  private HttpRequest.Builder request(Calls cache, List<String> tags) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cache.root())
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
