package io.cameo.service.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More of hostile-input 2.10: doubled members, foreign certificates, changes of keys. */
class ForgedTokenTest extends ProviderTokenRig {

  @Test
  void jwtTakesNothingButAccessTokensWhereTheProviderNamesThem() {
    Accounts strict =
        accounts(
            Optional.of(provider.keysAddress()),
            true,
            ProviderTokens.Patience.usual(Duration.ofMillis(1_500)));
    for (String type : List.of("at+jwt", "application/at+jwt")) {
      String token = signed(header().type(new JOSEObjectType(type)).build(), claims(), signer(rsa));
      assertThat(asked(strict, token)).isEmpty();
    }
    for (String type : List.of("JWT", "jwt", "refresh+jwt", "id+jwt", "")) {
      String token = signed(header().type(new JOSEObjectType(type)).build(), claims(), signer(rsa));
      assertThat(asked(strict, token)).as("typ %s", type).contains(401);
    }
    assertThat(asked(strict, signed(claims()))).as("no typ").contains(401);
  }

  @ParameterizedTest
  @MethodSource("doubled")
  void jwtAMemberThatIsThereTwiceIsNeverReadAsTheBetterOne(String head, String body)
      throws JOSEException {
    String good = JSON.writeValueAsString(claims());
    String headers = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"" + head + "}";
    String payload = good.substring(0, good.length() - 1) + body + "}";
    String signed = Base64URL.encode(headers) + "." + Base64URL.encode(payload);
    String signature =
        signer(rsa)
            .sign(header().build(), signed.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            .toString();

    assertThat(asked(accounts, signed + "." + signature)).contains(401);
  }

  static java.util.stream.Stream<org.junit.jupiter.params.provider.Arguments> doubled() {
    return java.util.stream.Stream.of(
            new String[] {"", ",\"exp\":1"},
            new String[] {"", ",\"aud\":\"mail\""},
            new String[] {"", ",\"iss\":\"https://evil.example\""},
            new String[] {"", ",\"sub\":\"bob\""},
            new String[] {",\"alg\":\"none\"", ""},
            new String[] {",\"kid\":\"other\"", ""})
        .map(pair -> org.junit.jupiter.params.provider.Arguments.of(pair[0], pair[1]));
  }

  @Test
  void jwtAVeryLongKeyNameIsOneThatIsNotPublished() {
    for (int length : new int[] {1_000, 5_000, 100_000}) {
      String token =
          signed(header().keyID("k".repeat(length)).build(), claims(), signer(strangersRsa));
      // Accounts that have asked the provider for no other name before.
      assertThat(asked(accounts(Optional.of(provider.keysAddress())), token)).contains(401);
    }
  }

  /** A chain of certificates that a token brings along is the token's own word. */
  @Test
  void jwtNeverBelievesTheCertificatesOfAToken() {
    for (JWSHeader header :
        List.of(
            header().x509CertChain(List.of(com.nimbusds.jose.util.Base64.encode("MIIB"))).build(),
            header().x509CertSHA256Thumbprint(Base64URL.encode("thumb")).build())) {
      assertThat(asked(accounts, signed(header, claims(), signer(strangersRsa)))).contains(401);
    }
  }

  /** The last good keys outlive the provider for a while and not for ever, others never. */
  @Test
  void jwtTheLastGoodKeysHoldForAWhileWhenTheProviderIsAway() {
    Accounts impatient =
        accounts(
            Optional.of(provider.keysAddress()),
            false,
            new ProviderTokens.Patience(
                Duration.ofMillis(1_500),
                Duration.ofMillis(200),
                Duration.ofMillis(10),
                Duration.ofSeconds(3)));
    assertThat(asked(impatient, signed(claims()))).isEmpty();
    provider.be(StandInProvider.Mood.FAILING);
    int before = provider.asked();

    Optional<Integer> status = Optional.empty();
    int taken = 0;
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (status.isEmpty() && System.nanoTime() < end) {
      boolean askedInVain = provider.asked() > before;
      status = asked(impatient, signed(claims()));
      taken += askedInVain && status.isEmpty() ? 1 : 0;
    }

    assertThat(taken).as("tokens that were taken after the provider had failed").isPositive();
    assertThat(status).as("and then the keys are believed no more").contains(503);
    assertThat(asked(impatient, signed(header().build(), claims(), signer(strangersRsa))))
        .contains(503);
  }

  /**
   * Users of two keys while the provider changes from one to the other: nobody is let in wrongly.
   */
  @Test
  void jwtAChangeOfKeysDuringRequestsLetsTheRightOnesIn() throws Exception {
    RSAKey next = new RSAKeyGenerator(2048).keyID("rsa-2").generate();
    provider.publish(rsa.toPublicJWK(), next.toPublicJWK());
    List<java.util.concurrent.Callable<Optional<Integer>>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      boolean wrong = i % 4 == 3;
      RSAKey key = i % 2 == 0 ? rsa : next;
      JWSHeader header = header().keyID(key.getKeyID()).build();
      String token = signed(header, claims(), signer(wrong ? strangersRsa : key));
      calls.add(() -> asked(accounts, token));
    }
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Future<Optional<Integer>>> answers = threads.invokeAll(calls);
      for (int i = 0; i < answers.size(); i++) {
        Optional<Integer> status = answers.get(i).get();
        if (i % 4 == 3) {
          assertThat(status).as("call %d", i).contains(401);
        } else {
          assertThat(status).as("call %d", i).isEmpty();
        }
      }
    }
    assertThat(provider.asked()).isLessThan(5);
  }
}
