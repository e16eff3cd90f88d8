package io.cameo.service.accounts;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * What it takes for a token of the identity provider to be believed. Every check is named here and
 * none is left to a default: the signature with one of the provider's public keys (never a shared
 * secret), the type of an access token, an expiry, the issuer when it is known, and our audience,
 * which is also what keeps out ID tokens, made for applications. Refresh tokens are made for the
 * provider itself.
 */
final class ProviderTokens {

  /** Types of access tokens: RFC 7519, 5.1 and RFC 9068, 2.1. Most providers give none. */
  private static final Set<JOSEObjectType> ACCESS_TOKEN =
      Set.of(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

  /**
   * How long what the provider says is waited for and believed.
   *
   * @param answer longest time that one answer may take
   * @param believed how long keys are used without asking again
   * @param between tokens can name keys that do not exist, and everybody can send such tokens: in
   *     this time the provider is asked twice at most
   * @param outlive how long the last keys are believed while the provider is away: users go on, and
   *     a key that the provider withdrew ends at last
   */
  record Patience(Duration answer, Duration believed, Duration between, Duration outlive) {

    static Patience usual(Duration answer) {
      return new Patience(
          answer, Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofHours(1));
    }
  }

  private ProviderTokens() {}

  static JwtDecoder decoder(
      AccountSettings.IdentityProvider provider, Clock clock, Patience patience) {
    Duration answer = patience.answer();
    JWKSource<SecurityContext> keys =
        JWKSourceBuilder.create(new ProviderKeys(provider, answer))
            // Who waits for another's question waits for the metadata's and the keys' answers.
            .cache(patience.believed().toMillis(), answer.multipliedBy(5).toMillis())
            .refreshAheadCache(false)
            .rateLimited(patience.between().toMillis())
            .outageTolerant(patience.outlive().toMillis())
            .build();
    DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
    signatures.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(types(provider.accessTokensOnly())));
    signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(publicKeyAlgorithms(), keys));
    // The claims are checked below.
    signatures.setJWTClaimsSetVerifier((claims, context) -> {});
    NimbusJwtDecoder decoder = new NimbusJwtDecoder(signatures);
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(checks(provider, clock)));
    return decoder;
  }

  /** The types and, as the library writes an absent one, null. */
  private static Set<JOSEObjectType> types(boolean accessTokensOnly) {
    Set<JOSEObjectType> types = new java.util.HashSet<>(ACCESS_TOKEN);
    if (!accessTokensOnly) {
      types.add(JOSEObjectType.JWT);
      types.add(null);
    }
    return types;
  }

  private static Set<JWSAlgorithm> publicKeyAlgorithms() {
    return Arrays.stream(SignatureAlgorithm.values())
        .map(algorithm -> JWSAlgorithm.parse(algorithm.getName()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<OAuth2TokenValidator<Jwt>> checks(
      AccountSettings.IdentityProvider provider, Clock clock) {
    List<OAuth2TokenValidator<Jwt>> checks = new ArrayList<>();
    JwtTimestampValidator times = new JwtTimestampValidator();
    times.setClock(clock);
    checks.add(times);
    checks.add(new JwtClaimValidator<Object>("exp", expiry -> expiry != null));
    provider.issuer().ifPresent(issuer -> checks.add(new JwtIssuerValidator(issuer)));
    String audience = provider.audience().orElseThrow();
    checks.add(
        new JwtClaimValidator<List<String>>(
            "aud", audiences -> audiences != null && audiences.contains(audience)));
    checks.add(ProviderTokens::nothingCritical);
    return checks;
  }

  /** No critical header is known here, not even b64, which RFC 7797, 7 forbids in a JWT. */
  private static OAuth2TokenValidatorResult nothingCritical(Jwt token) {
    return token.getHeaders().containsKey("crit") || token.getHeaders().containsKey("b64")
        ? OAuth2TokenValidatorResult.failure(
            new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "critical header", null))
        : OAuth2TokenValidatorResult.success();
  }
}
