package io.cameo.service.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Tells caches of one's own by the method PURGE, address by address and for each form of {@code
 * Accept} that matters. A cache that does not have an address answers 404 (nginx's module in other
 * releases 412), which is as good.
 */
final class AddressPurger implements Purger {

  private static final int AT_ONCE = 16;

  private final List<Calls> caches;
  private final String base;
  private final Optional<String> token;
  private final List<Integer> sizes;

  AddressPurger(URI base, CdnSettings.Access access, List<Integer> sizes) {
    this.caches = access.caches().stream().map(Calls::through).toList();
    // Within one's own network: what the public speaks TLS with is asked in plain.
    this.base = "http://" + base.getRawAuthority() + base.getRawPath();
    this.token = access.token();
    this.sizes = List.copyOf(sizes);
  }

  @Override
  public Pace pace() {
    return Pace.AT_ONCE;
  }

  @Override
  public void purge(List<Stale> stale) {
    List<HttpRequest.Builder> all = new ArrayList<>();
    for (Stale one : stale) {
      for (Stale.Address address : one.addresses(sizes)) {
        List<String> accepts =
            address.negotiated() ? Probe.ACCEPTS : List.of(Probe.ACCEPTS.getLast());
        accepts.forEach(accept -> all.add(request(address.path(), accept)));
      }
    }
    List<List<HttpRequest.Builder>> parts = Parts.of(all, AT_ONCE);
    Caches.each(caches, cache -> parts.forEach(some -> purge(cache, some)));
  }

  private static void purge(Calls cache, List<HttpRequest.Builder> some) {
    List<CompletableFuture<HttpResponse<String>>> answers =
        some.stream().map(one -> cache.start(one.copy())).toList();
    answers.forEach(answer -> require(cache, answer));
  }

  private HttpRequest.Builder request(String path, String accept) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method("PURGE", HttpRequest.BodyPublishers.noBody())
            .header("Accept", accept);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private static void require(Calls cache, CompletableFuture<HttpResponse<String>> answer) {
    int status = cache.await(answer).statusCode();
    boolean gone = status >= 200 && status <= 299 || status == 404 || status == 412;
    if (!gone) {
      throw new NotPurgedException(cache.server() + " answers " + status + " to PURGE.");
    }
  }

  @Override
  public void close() {
    caches.forEach(Calls::close);
  }
}
