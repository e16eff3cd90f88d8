package io.cameo.service.accounts;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.web.client.RestTemplate;

/** Wires keys, tokens and the identity provider. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

  private static final Duration PROVIDER_TIMEOUT = Duration.ofSeconds(5);

  @Bean
  AdminKey adminKey(AccountSettings settings) {
    AdminKey key = AdminKey.open(settings);
    // To the terminal and not to the log: logs are collected and kept.
    key.made()
        .ifPresent(
            made ->
                System.out.printf(
                    "Your admin key, shown this once and kept in %s:%n  %s%n",
                    made.file(), made.key()));
    return key;
  }

  @Bean
  UploadTokens uploadTokens(AdminKey adminKey, Clock clock) {
    return new UploadTokens(adminKey.signingKey(), clock);
  }

  @Bean
  Accounts accounts(AdminKey adminKey, UploadTokens tokens, AccountSettings settings) {
    return new Accounts(adminKey, tokens, settings.provider().map(AccountConfiguration::decoder));
  }

  /**
   * A decoder with every validator named here: expiry is required, and issuer and audience are
   * checked, whichever way the keys are found. Only signatures with public keys are taken.
   */
  private static JwtDecoder decoder(AccountSettings.IdentityProvider provider) {
    List<OAuth2TokenValidator<Jwt>> checks = new ArrayList<>();
    checks.add(new JwtTimestampValidator());
    checks.add(new JwtClaimValidator<Object>("exp", expiry -> expiry != null));
    provider.issuer().ifPresent(issuer -> checks.add(new JwtIssuerValidator(issuer)));
    String audience = provider.audience().orElseThrow();
    checks.add(
        new JwtClaimValidator<List<String>>(
            "aud", audiences -> audiences != null && audiences.contains(audience)));
    OAuth2TokenValidator<Jwt> all = new DelegatingOAuth2TokenValidator<>(checks);
    return new SupplierJwtDecoder(
        () -> {
          NimbusJwtDecoder decoder = byKeysOrIssuer(provider.keys(), provider.issuer());
          decoder.setJwtValidator(all);
          return decoder;
        });
  }

  private static NimbusJwtDecoder byKeysOrIssuer(Optional<URI> keys, Optional<String> issuer) {
    RestTemplate bounded = boundedHttp();
    if (keys.isPresent()) {
      return NimbusJwtDecoder.withJwkSetUri(keys.get().toString())
          .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
          .restOperations(bounded)
          .build();
    }
    return NimbusJwtDecoder.withIssuerLocation(issuer.orElseThrow())
        .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
        .restOperations(bounded)
        .build();
  }

  private static RestTemplate boundedHttp() {
    JdkClientHttpRequestFactory http =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder().connectTimeout(PROVIDER_TIMEOUT).build());
    http.setReadTimeout(PROVIDER_TIMEOUT);
    return new RestTemplate(http);
  }
}
