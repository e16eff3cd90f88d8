package io.cameo.service.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UploadTokensTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String KEY = "the first of two admin keys";
  private static final String NEXT = "the second of two admin keys";
  private static final String API_KEY = "abcdefghijkl";

  private final Set<String> goodKeys = new HashSet<>(List.of(API_KEY));

  private UploadTokens tokens(Instant now, String... keys) {
    return new UploadTokens(
        TestAccounts.adminKey(keys).signingKeys(),
        Clock.fixed(now, ZoneOffset.UTC),
        goodKeys::contains);
  }

  private final String token =
      tokens(NOW, KEY).issue(UploadTokens.Wish.all("ann:7", Duration.ofSeconds(60))).token();

  @Test
  void isGoodForItsSubjectUntilItEnds() {
    assertThat(tokens(NOW, KEY).verify(token).orElseThrow().subject()).isEqualTo("ann:7");
    assertThat(tokens(NOW.plusSeconds(59), KEY).verify(token)).isPresent();
    assertThat(tokens(NOW.plusSeconds(60), KEY).verify(token)).isEmpty();
  }

  @Test
  void endsWithTheAdminKeyThatMadeIt() {
    assertThat(tokens(NOW, NEXT).verify(token)).isEmpty();
  }

  /** The three steps of docs/operations/keys.md: at no step does a node refuse another's token. */
  @Test
  void outlivesTheChangeOfTheAdminKeyStepByStep() {
    List<UploadTokens> steps =
        List.of(
            tokens(NOW, KEY), tokens(NOW, KEY, NEXT), tokens(NOW, NEXT, KEY), tokens(NOW, NEXT));
    for (int i = 0; i < steps.size() - 1; i++) {
      for (UploadTokens signer : steps.subList(i, i + 2)) {
        String made = signer.issue(UploadTokens.Wish.all("ann", Duration.ofSeconds(60))).token();
        assertThat(steps.get(i).verify(made)).as("step %d", i).isPresent();
        assertThat(steps.get(i + 1).verify(made)).as("after step %d", i).isPresent();
      }
    }
    assertThat(steps.getLast().verify(token)).as("of the key that is gone").isEmpty();
  }

  @Test
  void endsWithTheApiKeyThatMadeIt() {
    UploadTokens.Wish wish =
        new UploadTokens.Wish(
            "ann",
            Duration.ofMinutes(5),
            Set.of(Action.READ),
            Optional.empty(),
            false,
            Optional.of(API_KEY));
    String made = tokens(NOW, KEY).issue(wish).token();

    assertThat(tokens(NOW, KEY).verify(made).orElseThrow().auditName())
        .isEqualTo("token of key:" + API_KEY);
    goodKeys.clear();
    assertThat(tokens(NOW, KEY).verify(made)).isEmpty();
  }

  @Test
  void saysWhatItIsForAndIsForNothingElse() {
    UploadTokens.Wish wish =
        new UploadTokens.Wish(
            "ann:b:c",
            Duration.ofMinutes(5),
            Set.of(Action.READ, Action.UPLOAD),
            Optional.of(5_000L),
            true,
            Optional.empty());
    UploadTokens tokens = tokens(NOW, KEY);

    Caller.TokenHolder holder = tokens.verify(tokens.issue(wish).token()).orElseThrow();
    Caller.TokenHolder other = tokens.verify(tokens.issue(wish).token()).orElseThrow();

    assertThat(holder.subject()).isEqualTo("ann:b:c");
    assertThat(holder.may(Action.READ)).isTrue();
    assertThat(holder.may(Action.UPLOAD)).isTrue();
    assertThat(holder.may(Action.DELETE)).isFalse();
    assertThat(holder.may(Action.ERASE)).isFalse();
    assertThat(holder.may(Action.REVERT)).isFalse();
    assertThat(holder.mostBytes()).isEqualTo(5_000);
    assertThat(holder.terms().once()).isPresent().isNotEqualTo(other.terms().once());
    for (KeyScope scope : KeyScope.values()) {
      assertThat(holder.holds(scope)).isFalse();
    }
  }

  @Test
  void isWorthlessWhenAnyCharacterIsChanged() {
    UploadTokens tokens = tokens(NOW, KEY);
    int refused = 0;
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'Q' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(tokens.verify(changed)).as("changed at %d", i).isEmpty();
      refused++;
    }
    assertThat(refused).isGreaterThan(60);
  }

  @Test
  void refusesWhatIsNoToken() {
    UploadTokens tokens = tokens(NOW, KEY);

    assertThat(tokens.verify("")).isEmpty();
    assertThat(tokens.verify("cut_.")).isEmpty();
    assertThat(tokens.verify("cut_a.b")).isEmpty();
    assertThat(tokens.verify("cut_" + "a".repeat(100_000) + ".a")).isEmpty();
  }
}
