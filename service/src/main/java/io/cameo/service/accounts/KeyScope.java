package io.cameo.service.accounts;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API key may be used for; each names the addresses that ask for it. */
public enum KeyScope {
  /** Looking at avatars and their versions. */
  READ,
  /** Uploading, reverting, deleting and erasing. */
  WRITE,
  /** Making upload tokens. */
  TOKENS,
  /** Seeing and changing the limits. */
  LIMITS,
  /** Seeing and throwing the switches, and telling users why. */
  SWITCHES,
  /** Saying which e-mail addresses and OpenIDs a subject is found by. */
  IDENTITIES,
  /** Everything, also making and revoking keys. */
  ADMIN;

  /** As it is written in requests, answers and commands. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of this name. */
  public static Optional<KeyScope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }

  /** All names, for sentences. */
  public static String words() {
    return Arrays.stream(values()).map(KeyScope::word).collect(Collectors.joining(", "));
  }

  /** Names with a space between them; what this release does not know is left out, not guessed. */
  static Set<KeyScope> parse(String words) {
    Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
    for (String word : words.split(" ", -1)) {
      of(word).ifPresent(scopes::add);
    }
    return scopes;
  }

  static String write(Set<KeyScope> scopes) {
    return Arrays.stream(values())
        .filter(scopes::contains)
        .map(KeyScope::word)
        .collect(Collectors.joining(" "));
  }
}
