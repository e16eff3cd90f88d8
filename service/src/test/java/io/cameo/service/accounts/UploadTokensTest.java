package io.cameo.service.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UploadTokensTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private static UploadTokens tokens(String key, Instant now) {
    AccountSettings settings =
        new AccountSettings(Optional.of(key), Path.of("unused"), Optional.empty());
    return new UploadTokens(AdminKey.open(settings).signingKey(), Clock.fixed(now, ZoneOffset.UTC));
  }

  private static final String KEY = "the first of two admin keys";

  private final String token = tokens(KEY, NOW).issue("ann:7", Duration.ofSeconds(60)).token();

  @Test
  void isGoodForItsSubjectUntilItEnds() {
    assertThat(tokens(KEY, NOW).verify(token)).contains("ann:7");
    assertThat(tokens(KEY, NOW.plusSeconds(59)).verify(token)).contains("ann:7");
    assertThat(tokens(KEY, NOW.plusSeconds(60)).verify(token)).isEmpty();
  }

  @Test
  void endsWithTheAdminKeyThatMadeIt() {
    assertThat(tokens("the second of two admin keys", NOW).verify(token)).isEmpty();
  }

  @Test
  void isWorthlessWhenAnyCharacterIsChanged() {
    UploadTokens tokens = tokens(KEY, NOW);
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
    UploadTokens tokens = tokens(KEY, NOW);

    assertThat(tokens.verify("")).isEmpty();
    assertThat(tokens.verify("cut_.")).isEmpty();
    assertThat(tokens.verify("cut_a.b")).isEmpty();
    assertThat(tokens.verify("cut_" + "a".repeat(100_000) + ".a")).isEmpty();
  }
}
