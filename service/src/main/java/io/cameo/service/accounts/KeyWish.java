package io.cameo.service.accounts;

import io.cameo.service.settings.BadWishException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key that somebody wants.
 *
 * @param life how long it is to be good; empty until it is revoked
 * @param subjects how the subjects begin that it may act for; empty for all
 */
public record KeyWish(String name, Set<KeyScope> scopes, Optional<Duration> life, String subjects) {

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N} ._:/@+-]{1,100}");
  private static final Pattern SUBJECTS = Pattern.compile("[A-Za-z0-9._~@:-]{0,128}");
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /**
   * @throws BadWishException with a sentence for the operator
   */
  public KeyWish {
    scopes = Set.copyOf(scopes);
    if (!NAME.matcher(name).matches() || name.isBlank()) {
      throw new BadWishException(
          "Give the key a name of 1 to 100 letters, digits, spaces and . _ : / @ + -");
    }
    if (scopes.isEmpty()) {
      throw new BadWishException("Give at least one scope of " + KeyScope.words() + ".");
    }
    if (life.filter(time -> time.compareTo(Duration.ofSeconds(1)) < 0).isPresent()
        || life.filter(time -> time.compareTo(LONGEST) > 0).isPresent()) {
      throw new BadWishException("Give a life from one second to ten years, or none.");
    }
    if (!SUBJECTS.matcher(subjects).matches()) {
      throw new BadWishException("Give the beginning of your subjects, of A-Z a-z 0-9 . _ ~ @ : -");
    }
    if (!subjects.isEmpty()
        && !Collections.disjoint(
            scopes, Set.of(KeyScope.ADMIN, KeyScope.LIMITS, KeyScope.SWITCHES))) {
      throw new BadWishException(
          "Give a key for some subjects only the scopes read, write, tokens and identities: the"
              + " others concern all subjects.");
    }
  }

  /** A wish by the words of an operator. */
  public static KeyWish of(
      String name, Iterable<String> scopes, Optional<Duration> life, String subjects) {
    Set<KeyScope> wanted = java.util.EnumSet.noneOf(KeyScope.class);
    for (String word : scopes) {
      wanted.add(
          KeyScope.of(word)
              .orElseThrow(
                  () -> new BadWishException("Give scopes of " + KeyScope.words() + " only.")));
    }
    return new KeyWish(name, wanted, life, subjects);
  }

  /** Another key for the same, with as much life as the old one was given. */
  static KeyWish like(ApiKey old) {
    return new KeyWish(old.name(), old.scopes(), old.times().life(), old.subjects());
  }
}
