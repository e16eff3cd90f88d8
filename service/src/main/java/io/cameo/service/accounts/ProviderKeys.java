package io.cameo.service.accounts;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the identity provider's public keys, from the address that is configured or that the
 * provider names in its metadata (OpenID Connect Discovery 1.0, RFC 8414). An answer that is too
 * long or takes too long, however slowly it trickles in, is none.
 */
final class ProviderKeys implements JWKSetSource<SecurityContext> {

  /** A set of keys has a few thousand bytes. */
  private static final long LARGEST_ANSWER = 512 * 1024;

  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";

  private final AccountSettings.IdentityProvider provider;
  private final Duration timeout;
  private final HttpClient http;
  private volatile Optional<URI> address;

  /**
   * @param timeout longest time for one answer, from the connection to its last byte
   */
  ProviderKeys(AccountSettings.IdentityProvider provider, Duration timeout) {
    this.provider = provider;
    this.timeout = timeout;
    this.address = provider.keys();
    this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long currentTime, @Nullable SecurityContext context)
      throws KeySourceException {
    try {
      if (address.isEmpty()) {
        address = Optional.of(discover(provider.issuer().orElseThrow()));
      }
      URI keys = address.get();
      return JWKSet.parse(
          get(keys).orElseThrow(() -> new IOException(keys + " does not answer 200")));
    } catch (IOException away) {
      throw new JWKSetRetrievalException("the provider's keys cannot be fetched", away);
    } catch (ParseException nonsense) {
      throw new JWKSetParseException("the provider's answer is not understood", nonsense);
    }
  }

  private URI discover(String issuer) throws IOException, ParseException {
    for (String candidate : metadataAddresses(URI.create(issuer))) {
      Optional<String> metadata = get(URI.create(candidate));
      if (metadata.isPresent()) {
        Map<String, Object> members = JSONObjectUtils.parse(metadata.get());
        if (!issuer.equals(members.get("issuer"))) {
          throw new IOException(candidate + " speaks for another issuer than " + issuer);
        }
        URI keys = JSONObjectUtils.getURI(members, "jwks_uri");
        if (keys == null || !keys.isAbsolute()) {
          throw new IOException(candidate + " does not say where the keys are");
        }
        return keys;
      }
    }
    throw new IOException("no metadata of " + issuer + " was found");
  }

  /** Where providers publish their metadata: behind the issuer's path, or before it. */
  private static Set<String> metadataAddresses(URI issuer) {
    String root = issuer.getScheme() + "://" + issuer.getRawAuthority();
    String path = issuer.getRawPath().replaceFirst("/$", "");
    Set<String> addresses = new LinkedHashSet<>();
    addresses.add(root + path + OPENID);
    addresses.add(root + OPENID + path);
    addresses.add(root + OAUTH + path);
    return addresses;
  }

  /** The text at an address; empty when there is none. */
  private Optional<String> get(URI from) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(from)
            .header("Accept", "application/json, application/jwk-set+json")
            .timeout(timeout)
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
    try {
      HttpResponse<String> arrived = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return arrived.statusCode() == 200 ? Optional.of(arrived.body()) : Optional.empty();
    } catch (TimeoutException slow) {
      throw new IOException(from + " did not answer in time", slow);
    } catch (ExecutionException failed) {
      throw new IOException(from + " could not be read", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
