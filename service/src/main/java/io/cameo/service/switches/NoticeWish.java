package io.cameo.service.switches;

import io.cameo.service.settings.BadWishException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an operator wants to tell users.
 *
 * @param message in words for users
 * @param from when it begins; empty for now, or, of what has begun, for when it did
 * @param until when it ends by itself; empty, as the next, until the operator ends it
 * @param time how long it lasts, from now or from its beginning
 * @param readOnly whether no uploads are taken meanwhile
 */
public record NoticeWish(
    NoticeKind kind,
    String message,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<Duration> time,
    boolean readOnly) {

  private static final Pattern MESSAGE =
      Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,300}");
  private static final Duration LONGEST = Duration.ofDays(366);

  /**
   * @throws BadWishException with a sentence for the operator
   */
  public NoticeWish {
    if (message.isBlank() || !MESSAGE.matcher(message).matches()) {
      throw new BadWishException(
          "Give a message of 1 to 300 characters on one line, in words for your users.");
    }
    if (until.isPresent() && time.isPresent()) {
      throw new BadWishException("Say either until when or for how long, not both.");
    }
    if (time.filter(one -> one.compareTo(Duration.ofSeconds(1)) < 0 || one.compareTo(LONGEST) > 0)
        .isPresent()) {
      throw new BadWishException("Give a time from 1s to 366d.");
    }
    if (from.isPresent() && until.filter(end -> !end.isAfter(from.get())).isPresent()) {
      throw new BadWishException("It would end before it begins.");
    }
  }

  /** Refuses moments that nobody means. */
  void requireNear(Instant now) {
    if (from.filter(begin -> begin.isBefore(now)).isPresent()) {
      throw new BadWishException("It would have begun already. Leave the beginning out for now.");
    }
    if (until.filter(end -> !end.isAfter(now)).isPresent()) {
      throw new BadWishException("It would have ended already.");
    }
    if (from.or(() -> until).filter(one -> one.isAfter(now.plus(LONGEST))).isPresent()
        || until.filter(one -> one.isAfter(now.plus(LONGEST).plus(LONGEST))).isPresent()) {
      throw new BadWishException("Give moments within a year.");
    }
  }
}
