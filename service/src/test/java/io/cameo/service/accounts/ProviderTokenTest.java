package io.cameo.service.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Tokens of an identity provider, good and hostile (hostile-input 2.10). */
class ProviderTokenTest extends ProviderTokenRig {

  private Caller identify(String token, String subject) {
    MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/v1/avatars/" + subject);
    request.addHeader("Authorization", "Bearer " + token);
    return accounts.requireFor(request, subject, Action.UPLOAD);
  }

  private Problem refusal(String token, String subject) {
    Throwable thrown = catchThrowable(() -> identify(token, subject));
    assertThat(thrown)
        .as("the token must be refused, by a problem")
        .isInstanceOf(ProblemException.class);
    return ((ProblemException) thrown).problem();
  }

  private void assertRefused(String token) {
    Problem problem = refusal(token, "ann");
    assertThat(problem.status()).as(problem.detail()).isEqualTo(401);
    assertThat(problem.code()).isEqualTo("unauthorized");
  }

  @Test
  void takesATokenThatTheProviderSignedForUs() {
    assertThat(identify(signed(claims()), "ann")).isEqualTo(new Caller.ProviderUser("ann"));
  }

  @Test
  void takesATokenThatIsSignedOnACurve() throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build();

    assertThat(identify(signed(header, claims(), new ECDSASigner(ec)), "ann").auditName())
        .isEqualTo("jwt");
  }

  @Test
  void takesATokenForSeveralAudiencesWhenOursIsAmongThem() {
    assertThat(identify(with(c -> c.put("aud", List.of("mail", AUDIENCE))), "ann"))
        .isEqualTo(new Caller.ProviderUser("ann"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "at+jwt", "application/at+jwt", "jwt"})
  void takesTheTypesOfAccessTokens(String type) {
    JWSHeader header = header().type(new JOSEObjectType(type)).build();

    assertThat(identify(signed(header, claims(), signer(rsa)), "ann"))
        .isEqualTo(new Caller.ProviderUser("ann"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout+jwt", "refresh+jwt", "dpop+jwt", "secevent+jwt", "JOSE"})
  void refusesTokensThatSayTheyAreForSomethingElse(String type) {
    assertRefused(signed(header().type(new JOSEObjectType(type)).build(), claims(), signer(rsa)));
  }

  @Test
  void refusesAnIdTokenBecauseItsAudienceIsAnApplicationAndNotUs() {
    assertRefused(
        with(
            c -> {
              c.put("aud", "the-web-application");
              c.put("azp", "the-web-application");
              c.put("nonce", "n");
            }));
  }

  @Test
  void aTokenOfOneUserDoesNotOpenTheAvatarOfAnother() {
    Problem problem = refusal(signed(claims()), "bob");

    assertThat(problem.status()).isEqualTo(403);
    assertThat(problem.code()).isEqualTo("forbidden");
  }

  @Test
  void aTokenIsNeverTheAdminKeyWhateverItClaims() {
    String token =
        with(
            c -> {
              c.put("scope", "admin");
              c.put("roles", List.of("admin"));
            });
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("Authorization", "Bearer " + token);

    assertThat(catchThrowable(() -> accounts.requireScope(request, KeyScope.READ)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().status()).isEqualTo(403));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "nOnE", "NONE", "", "HS256", "RS256", "null"})
  void refusesATokenWithoutASignatureWhateverItCallsThat(String algorithm) {
    String header =
        Base64URL.encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa-1\"}").toString();
    String body = Base64URL.encode(JSON.writeValueAsString(claims())).toString();

    assertRefused(header + "." + body + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"alg\":null}", "{\"alg\":[]}", "[]", "\"RS256\"", "{\"alg\":1}"})
  void refusesATokenWhoseHeaderIsNone(String header) {
    String[] parts = signed(claims()).split("\\.");

    assertRefused(Base64URL.encode(header) + "." + parts[1] + "." + parts[2]);
  }

  @Test
  void refusesAMacWithThePublicKeyAsItsSecret() throws JOSEException {
    for (byte[] secret :
        List.of(
            rsa.toRSAPublicKey().getEncoded(),
            ("-----BEGIN PUBLIC KEY-----\n"
                    + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(rsa.toRSAPublicKey().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            rsa.getModulus().decode())) {
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build();
      assertRefused(signed(header, claims(), new MACSigner(secret)));
    }
  }

  /** Claims that make a token worthless. */
  static List<Map.Entry<String, Object>> badClaims() {
    return List.of(
        Map.entry("exp", "absent"),
        Map.entry("exp", Long.toString(inSeconds(300))),
        Map.entry("exp", inSeconds(-120)),
        Map.entry("exp", 0),
        Map.entry("exp", -1),
        Map.entry("exp", List.of(inSeconds(300))),
        Map.entry("exp", Map.of()),
        Map.entry("exp", "never"),
        Map.entry("nbf", inSeconds(600)),
        Map.entry("nbf", "soon"),
        Map.entry("iss", "absent"),
        Map.entry("iss", "https://evil.example"),
        Map.entry("iss", List.of("https://evil.example")),
        Map.entry("aud", "absent"),
        Map.entry("aud", "mail"),
        Map.entry("aud", "avatars-not"),
        Map.entry("aud", List.of()),
        Map.entry("aud", List.of("mail", "calendar")),
        Map.entry("aud", Map.of("avatars", true)),
        Map.entry("aud", 7),
        Map.entry("sub", "absent"),
        Map.entry("sub", ""),
        Map.entry("sub", "../../ann"),
        Map.entry("sub", "ann/../bob"),
        Map.entry("sub", "ann%2f"),
        Map.entry("sub", "ann\u0000"),
        Map.entry("sub", "ann\n"),
        Map.entry("sub", ".."),
        Map.entry("sub", "ann.jpg"),
        Map.entry("sub", List.of("ann")));
  }

  @ParameterizedTest
  @MethodSource("badClaims")
  void refusesATokenWhoseClaimIsMissingOrWrong(Map.Entry<String, Object> bad) {
    assertRefused(
        with(
            claims -> {
              if ("absent".equals(bad.getValue())) {
                claims.remove(bad.getKey());
              } else {
                claims.put(bad.getKey(), bad.getValue());
              }
            }));
  }

  @Test
  void takesAnExpiryWithAFractionAndOneThatIsFarAway() {
    assertThat(identify(with(c -> c.put("exp", inSeconds(300) + 0.5)), "ann")).isNotNull();
    assertThat(identify(with(c -> c.put("exp", inSeconds(300L * 365 * 86_400))), "ann"))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "9223372036854775807", "9e300", "-9223372036854775808", "NaN"})
  void anExpiryBeyondAllTimeIsNeverAFault(String expiry) throws JOSEException {
    String body =
        JSON.writeValueAsString(claims()).replaceFirst("\"exp\":[0-9]+", "\"exp\":" + expiry);
    JWSObject token = new JWSObject(header().build(), new Payload(body));
    token.sign(signer(rsa));

    Throwable thrown = catchThrowable(() -> identify(token.serialize(), "ann"));

    if (thrown != null) {
      assertThat(thrown)
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.problem().status()).isEqualTo(401));
    }
  }

  @Test
  void refusesTheSignatureOfAStrangerWhoUsesOurKeysName() {
    assertRefused(signed(header().build(), claims(), signer(strangersRsa)));
  }

  @Test
  void refusesKeysThatATokenBringsAlong() throws Exception {
    RSAKey stranger = strangersRsa.toPublicJWK();
    StandInProvider strangersHouse = new StandInProvider();
    try (strangersHouse) {
      strangersHouse.publish(stranger);
      for (JWSHeader header :
          List.of(
              header().jwk(stranger).build(),
              header().jwkURL(strangersHouse.keysAddress()).build(),
              header().x509CertURL(strangersHouse.keysAddress()).build(),
              header().jwk(stranger).keyID(null).build(),
              header().jwkURL(strangersHouse.keysAddress()).keyID("unknown").build())) {
        assertRefused(signed(header, claims(), signer(strangersRsa)));
      }
      assertThat(strangersHouse.asked()).as("visits to a stranger's address").isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "../../../../dev/null",
        "rsa-1' or '1'='1",
        "",
        "file:///etc/passwd",
        "http://127.0.0.1/keys",
        "\u0000"
      })
  void refusesAKeyNameThatIsNotPublished(String name) {
    assertRefused(signed(header().keyID(name).build(), claims(), signer(strangersRsa)));
  }

  @Test
  void refusesCriticalHeadersThatItDoesNotKnow() {
    assertRefused(
        signed(
            header().criticalParams(Set.of("exp")).customParam("exp", 1).build(),
            claims(),
            signer(rsa)));
    assertRefused(
        signed(header().criticalParams(Set.of("unheard-of")).build(), claims(), signer(rsa)));
  }

  @Test
  void refusesAPayloadThatIsNotEncoded() throws JOSEException {
    JWSHeader header = header().base64URLEncodePayload(false).criticalParams(Set.of("b64")).build();
    JWSObject token = new JWSObject(header, new Payload(JSON.writeValueAsString(claims())));
    token.sign(signer(rsa));
    String[] parts = signed(claims()).split("\\.");

    assertRefused(token.serialize(true).replace("..", "." + parts[1] + "."));
    assertRefused(
        token.getHeader().toBase64URL()
            + "."
            + JSON.writeValueAsString(claims())
            + "."
            + token.getSignature());
  }

  @Test
  void refusesTheSignatureOfZeros() {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build();
    String body = Base64URL.encode(JSON.writeValueAsString(claims())).toString();
    for (int length : new int[] {0, 1, 63, 64, 65, 70}) {
      assertRefused(header.toBase64URL() + "." + body + "." + Base64URL.encode(new byte[length]));
    }
  }

  @Test
  void refusesEncryptedTokensWithoutDecryptingThem() throws JOSEException {
    JWEObject forUs =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM)
                .contentType("JWT")
                .compressionAlgorithm(com.nimbusds.jose.CompressionAlgorithm.DEF)
                .build(),
            new Payload(signed(claims())));
    forUs.encrypt(new RSAEncrypter(rsa));
    assertRefused(forUs.serialize());

    JWEObject byPassword =
        new JWEObject(
            new JWEHeader(JWEAlgorithm.PBES2_HS256_A128KW, EncryptionMethod.A128GCM),
            new Payload(signed(claims())));
    byPassword.encrypt(new PasswordBasedEncrypter("password", 16, 1000));
    String[] parts = byPassword.serialize().split("\\.", 2);
    String costly =
        new String(Base64URL.from(parts[0]).decode(), java.nio.charset.StandardCharsets.UTF_8)
            .replaceFirst("\"p2c\":1000", "\"p2c\":1000000000");
    assertThat(costly).contains("1000000000");
    assertRefused(Base64URL.encode(costly) + "." + parts[1]);
  }

  @Test
  void refusesATokenOfAMegabyteUnread() {
    String token = with(c -> c.put("filler", "x".repeat(1_000_000)));

    assertRefused(token);
    assertThat(provider.asked()).isZero();
  }

  @Test
  void refusesDeepNestingAndTextThatIsNoToken() throws JOSEException {
    List<String> hostile = new ArrayList<>();
    JWSObject deep =
        new JWSObject(header().build(), new Payload("[".repeat(3_000) + "]".repeat(3_000)));
    deep.sign(signer(rsa));
    hostile.add(deep.serialize());
    hostile.add(
        Base64URL.encode("{\"alg\":\"RS256\",\"a\":" + "[".repeat(2_500) + "]".repeat(2_500) + "}")
            + "."
            + signed(claims()).split("\\.", 2)[1]);
    hostile.addAll(List.of(".", "..", "...", "a.b", "a.b.c", "a.b.c.d.e", "a.", "é.é.é", "a. .b"));

    hostile.forEach(this::assertRefused);
  }

  @Test
  void takesNoTokenFromTheAddress() {
    MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/v1/avatars/ann");
    request.setQueryString("access_token=" + signed(claims()));
    request.addParameter("access_token", signed(claims()));

    assertThat(catchThrowable(() -> accounts.requireFor(request, "ann", Action.UPLOAD)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().status()).isEqualTo(401));
  }

  @ParameterizedTest
  @EnumSource(value = StandInProvider.Mood.class, mode = EnumSource.Mode.EXCLUDE, names = "WELL")
  void answersTryAgainWhileTheKeysCannotBeHad(StandInProvider.Mood mood) {
    provider.be(mood);

    assertAway(signed(claims()));
    provider.be(StandInProvider.Mood.WELL);
    assertThat(identify(signed(claims()), "ann")).isEqualTo(new Caller.ProviderUser("ann"));
  }

  private void assertAway(String token) {
    long begun = System.nanoTime();
    Problem problem = refusal(token, "ann");
    assertThat(problem.code()).isEqualTo("identity-provider-unavailable");
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.retryAfter()).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("time until the answer, with 1.5 s for the provider")
        .isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void answersTryAgainWhenNobodyIsAtTheAddressOfTheKeys() {
    provider.close();

    assertAway(signed(claims()));
  }

  @Test
  void findsTheKeysByTheIssuerAndTriesAgainWhenItWasAway() {
    Accounts byIssuer = accounts(Optional.empty());
    MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/v1/avatars/ann");
    request.addHeader("Authorization", "Bearer " + signed(claims()));
    provider.be(StandInProvider.Mood.FAILING);

    assertThat(catchThrowable(() -> byIssuer.requireFor(request, "ann", Action.UPLOAD)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().status()).isEqualTo(503));
    provider.be(StandInProvider.Mood.WELL);
    assertThat(byIssuer.requireFor(request, "ann", Action.UPLOAD))
        .isEqualTo(new Caller.ProviderUser("ann"));
  }

  @Test
  void findsANewKeyAtOnceAndForgetsAKeyThatIsNoLongerPublished() throws JOSEException {
    identify(signed(claims()), "ann");
    RSAKey next = new RSAKeyGenerator(2048).keyID("rsa-2").generate();
    provider.publish(next.toPublicJWK());

    assertThat(identify(signed(header().keyID("rsa-2").build(), claims(), signer(next)), "ann"))
        .isEqualTo(new Caller.ProviderUser("ann"));
    assertThat(refusal(signed(claims()), "ann").status()).isIn(401, 503);
  }

  @Test
  void aFloodOfUnknownKeyNamesIsNotPassedOnToTheProvider() {
    identify(signed(claims()), "ann");
    int before = provider.asked();
    for (int i = 0; i < 50; i++) {
      String token = signed(header().keyID("made-up-" + i).build(), claims(), signer(strangersRsa));
      assertThat(refusal(token, "ann").status()).isIn(401, 503);
    }

    assertThat(provider.asked() - before).isLessThan(5);
    assertThat(identify(signed(claims()), "ann")).as("others are served meanwhile").isNotNull();
  }
}
