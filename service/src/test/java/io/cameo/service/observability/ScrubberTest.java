package io.cameo.service.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What may stand in a log, and what may not. Every secret of this test has the word PLANTED. */
class ScrubberTest {

  private final Scrubber scrubber = Scrubber.byForm();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer PLANTED.0123456789",
        "header bearer%20PLANTED0123456789abc was sent",
        "Authorization: Basic UExBTlRFRDpQTEFOVEVEPLANTED==",
        "the key cameo_PLANTED0123456789012345678901234567890 is wrong",
        "token cut_MToxNzY0NDY4MDAwPLANTED.c2lnbmF0dXJlPLANTED",
        "eyJhbGciOiJSUzI1NiJ9PLANTED.eyJzdWIiOiJhbm5hIn0PLANTED.c2lnPLANTED",
        "the key whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2PLANTED== of a webhook",
        "GET /b/k?X-Amz-Signature=PLANTED0123abcd&X-Amz-Expires=300",
        "GET /b/k?X-Amz-Credential=PLANTED%2F20261130%2Feu%2Fs3%2Faws4_request&x=1",
        "GET /b/k?X-Amz-Security-Token=PLANTED%2F%2F%2F&x=1",
        "GET /b/k?x-amz-signature%3DPLANTED0123",
        "Credential=PLANTED/20261130, SignedHeaders=host, Signature=PLANTED",
        "postgresql://cameo:PLANTED@db.example.org:5432/cameo",
        "https://PLANTED@errors.example.org/7",
        "jdbc:postgresql://db/cameo?user=cameo&password=PLANTED&ssl=true",
        "{\"password\":\"PLANTED\",\"other\":1}",
        "{\"message\":\"{\\\"secretKey\\\": \\\"PLANTED\\\"}\"}",
        "AWS_SECRET_ACCESS_KEY=PLANTED/abc+def",
        "api-key: PLANTED",
        "{Authorization=[Basic UExBTlRFRDpQTEFOVEVEPLANTED==]}",
        "secret:\\nPLANTED",
        "password=ab\\\\PLANTED",
        "password=\\PLANTED",
        "{\"message\":\"refused:\\ncameo_PLANTED0123456789012345678901234567890\"}",
        "{\"message\":\"refused:\\tcut_MToxNzY0NDY4MDAwPLANTED.c2lnbmF0dXJlPLANTED\"}",
        "{\"message\":\"refused:\\neyJhbGciOiJSUzI1NiJ9PLANTED.eyJzdWIiOiJhPLANTED.c2lPLANTED\"}",
        "GET /login?next=%2Fcameo_PLANTED0123456789012345678901234567890",
        "{\"message\":\"one\\nbearer PLANTED0123456789abc\"}",
        "Set-Cookie: PLANTED",
        "a picture of PLANTED.person@example.org came",
        "GET /u/PLANTED%40example.org.jpg",
        "an Wörter-PLANTED@exämple.org geschickt"
      })
  void masksSecretsByTheirForm(String text) {
    assertThat(scrubber.scrub(text)).doesNotContain("PLANTED").contains(Scrubber.MASK);
  }

  /** A lone backslash before the mask would be an escape that JSON does not have. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "two lines:\nPLANTED@example.org",
        "a tab:\tPLANTED@example.org",
        "a bell:\u0007PLANTED@example.org",
        "secret:\nPLANTED",
        "secret=\tPLANTED",
        "password=\"PLANTED\\PLANTED\"",
        "{\"password\": \"PLANTED\"}",
        "{\"message\":\"{\\\"token\\\":\\\"PLANTED\\\"}\"}"
      })
  void aLineOfJsonStaysOne(String message) {
    JsonMapper json = JsonMapper.builder().build();

    String line = scrubber.scrub(json.writeValueAsString(Map.of("message", message)));

    assertThat(json.readTree(line).get("message").asString())
        .doesNotContain("PLANTED")
        .contains(Scrubber.MASK);
  }

  @Test
  void masksEachOfSeveralKeysAndEverySpellingOfASecret() {
    Scrubber own =
        Scrubber.of(
            Map.of(
                "CAMEO_ADMIN_KEY", "the-first-of-the-keys,the-second-of-the-keys",
                "SOME_PASSWORD", "with\"quote\\and space",
                "CAMEO_TLS_KEY", "/etc/tls/key.pem"));

    assertThat(
            own.scrub(
                "(the-first-of-the-keys)(the-second-of-the-keys)(with\"quote\\and space)"
                    + "(with\\\"quote\\\\and space)(with%22quote%5Cand%20space)(/etc/tls/key.pem)"))
        .isEqualTo("(***)(***)(***)(***)(***)(/etc/tls/key.pem)");
  }

  @Test
  void noHalfOfASecretIsLeftByTheCut() {
    Scrubber own = Scrubber.of(Map.of("SOME_KEY", "PLANTED-words-of-a-key"));

    assertThat(own.scrub("a ".repeat(Scrubber.LONGEST / 2 - 4) + "PLANTED-words-of-a-key"))
        .doesNotContain("PLANTED");
  }

  @Test
  void masksAccessKeysOfAws() {
    assertThat(scrubber.scrub("key AKIA" + "ABCDEFGHIJKLMNOP not known"))
        .isEqualTo("key *** not known");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12:04:05.123 INFO  Application  Cameo is ready after 2100 ms: http://localhost:8080/",
        "The move of pictures from disk to s3://bucket/prefix is COPYING: new ones go to disk",
        "Worker 4711 ended: killed (exit code 137)",
        "\tat io.cameo.service.accounts.UploadTokens.verify(UploadTokens.java:71)",
        "\tat java.base/java.util.concurrent.ForkJoinPool.run(ForkJoinPool.java:1)",
        "cameo_uploads_seconds_count{outcome=\"created\"} 3.0",
        "aws sns confirm-subscription --topic-arn arn:aws:sns:eu-west-1:1:t --token 2336412f37",
        "The scanner found Eicar-Test in the stored master of version 0a1b2c3d4e5f",
        "no object avatars/0f3a/256.jpg: 404",
        "2026-11-30T05:00:00Z postgresql://db.example.org:5432/cameo answers again"
      })
  void leavesTheServicesOwnWordsAlone(String text) {
    assertThat(scrubber.scrub(text)).isEqualTo(text);
  }

  @Test
  void masksTheProcessesOwnSecretsWhateverStandsAroundThem() {
    Scrubber own =
        Scrubber.of(
            Map.of(
                "CAMEO_ADMIN_KEY", "plain-words-of-a-key",
                "AWS_SECRET_ACCESS_KEY", "abc/def+ghi",
                "CAMEO_S3_REPLICA_CREDENTIALS", "/etc/a-file",
                "CAMEO_DATABASE_URL", "postgres://cameo:p%40ss-words@db/cameo",
                "CAMEO_DATABASE_DIRECT_URL", "jdbc:postgresql://db/cameo?password=other-words",
                "AWS_ACCESS_KEY_ID", "a-name",
                "PORT", "8080"));

    assertThat(
            own.scrub(
                "(plain-words-of-a-key)(abc/def+ghi)(p%40ss-words)(p@ss-words)"
                    + "(other-words)(/etc/a-file)(a-name)(8080)"))
        .isEqualTo("(***)(***)(***)(***)(***)(/etc/a-file)(a-name)(8080)");
  }

  @Test
  void aShortSecretDoesNotEatTheLog() {
    assertThat(Scrubber.of(Map.of("SOME_TOKEN", "on")).scrub("one upload is done"))
        .isEqualTo("one upload is done");
  }

  @Test
  void anOperatorStillSeesWhoseUploadItWas() {
    assertThat(scrubber.secrets("anna@example.org has no picture; password=PLANTED"))
        .isEqualTo("anna@example.org has no picture; password=***");
  }

  @Test
  void cutsWhatIsEndless() {
    String scrubbed = scrubber.scrub("a ".repeat(Scrubber.LONGEST));

    assertThat(scrubbed).hasSizeLessThan(Scrubber.LONGEST + 20).endsWith(" (cut)\n");
  }

  /** Work is counted in characters looked at, which no busy machine changes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.",
        "a@",
        "a@b.",
        "a-",
        "%40",
        "://",
        "://a",
        "password",
        "token=",
        "secret:\"\\",
        "bearer ",
        "bearer%20",
        "eyJ",
        "eyJaaaaaaaa.",
        "cut_",
        "cut_aaaaaaaa.",
        "cameo_a",
        "authorization: basic ",
        "ä@ä.",
        "Aa0-_.~+/=",
        " \t",
        "x-amz-signature",
        "\"'\\"
      })
  void noTextMakesTheWorkGrowFasterThanItsLength(String piece) {
    for (Pattern form : Scrubber.rules().stream().map(Scrubber.Rule::form).toList()) {
      long once = work(form, piece.repeat(4_000 / piece.length()));
      long eightfold = work(form, piece.repeat(32_000 / piece.length()));

      assertThat(eightfold).as("%s over %s", form, piece).isLessThan(10 * once + 1_000);
      assertThat(once).as("%s over %s", form, piece).isLessThan(4_000 * 1_500);
    }
  }

  private static long work(Pattern form, String text) {
    Counting counted = new Counting(text);
    List<String> found = form.matcher(counted).results().map(each -> "").toList();
    assertThat(found).hasSizeLessThanOrEqualTo(text.length());
    return counted.looks;
  }

  /** Counts how often a character of it was looked at. */
  private static final class Counting implements CharSequence {
    private final String text;
    private long looks;

    Counting(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      looks++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
