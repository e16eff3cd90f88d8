package io.cameo.service.accounts;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.cameo.service.http.ProblemException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

/** An identity provider with two keys, accounts that take its tokens, and a stranger's key. */
abstract class ProviderTokenRig {

  static final String AUDIENCE = "avatars";
  static final JsonMapper JSON = JsonMapper.builder().build();
  static RSAKey rsa;
  static RSAKey strangersRsa;
  static ECKey ec;

  final StandInProvider provider = new StandInProvider();
  final Accounts accounts = accounts(Optional.of(provider.keysAddress()));

  @BeforeAll
  static void makeKeys() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    strangersRsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
  }

  ProviderTokenRig() {
    provider.publish(rsa.toPublicJWK(), ec.toPublicJWK());
  }

  @AfterEach
  void close() {
    provider.close();
  }

  Accounts accounts(Optional<URI> keys) {
    return accounts(keys, false, ProviderTokens.Patience.usual(Duration.ofMillis(1_500)));
  }

  Accounts accounts(
      Optional<URI> keys, boolean accessTokensOnly, ProviderTokens.Patience patience) {
    AccountSettings.IdentityProvider settings =
        new AccountSettings.IdentityProvider(
            Optional.of(provider.issuer()), keys, Optional.of(AUDIENCE), accessTokensOnly);
    return TestAccounts.accounts(
        TestAccounts.adminKey(),
        TestAccounts.tokens(),
        Optional.of(ProviderTokens.decoder(settings, Clock.systemUTC(), patience)));
  }

  Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", provider.issuer());
    claims.put("aud", AUDIENCE);
    claims.put("sub", "ann");
    claims.put("exp", inSeconds(300));
    return claims;
  }

  static long inSeconds(long seconds) {
    return Instant.now().getEpochSecond() + seconds;
  }

  static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1");
  }

  static String signed(JWSHeader header, Map<String, Object> claims, JWSSigner signer) {
    try {
      JWSObject token = new JWSObject(header, new Payload(JSON.writeValueAsString(claims)));
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException failed) {
      throw new AssertionError(failed);
    }
  }

  static JWSSigner signer(RSAKey key) {
    try {
      return new RSASSASigner(key);
    } catch (JOSEException failed) {
      throw new AssertionError(failed);
    }
  }

  static String signed(Map<String, Object> claims) {
    return signed(header().build(), claims, signer(rsa));
  }

  String with(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = claims();
    change.accept(claims);
    return signed(claims);
  }

  /** The status with which a token is refused; empty when it is taken. */
  static Optional<Integer> asked(Accounts accounts, String token) {
    MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/v1/avatars/ann");
    request.addHeader("Authorization", "Bearer " + token);
    Throwable thrown = catchThrowable(() -> accounts.requireFor(request, "ann", Action.UPLOAD));
    return thrown == null
        ? Optional.empty()
        : Optional.of(((ProblemException) thrown).problem().status());
  }
}
