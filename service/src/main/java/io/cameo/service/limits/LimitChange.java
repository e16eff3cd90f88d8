package io.cameo.service.limits;

import io.cameo.service.settings.BadWishException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One change that an operator makes.
 *
 * @param name a limit's word, or {@code blocked}
 * @param holder whom it is for; empty for all
 * @param amount the new amount; empty for the one that would hold otherwise
 * @param time how long a holder is kept out
 */
public record LimitChange(
    String name, Optional<Holder> holder, Optional<Long> amount, Optional<Duration> time) {

  private static final Duration LONGEST = Duration.ofDays(3_650);

  /** Another amount, for all or for one holder. */
  public static LimitChange set(String name, Optional<Holder> holder, long amount) {
    return new LimitChange(name, holder, Optional.of(amount), Optional.empty());
  }

  /** The usual amount again, for all or for one holder. */
  public static LimitChange reset(String name, Optional<Holder> holder) {
    return new LimitChange(name, holder, Optional.empty(), Optional.empty());
  }

  /** Keeps a holder out for a time. */
  public static LimitChange block(Holder holder, Duration time) {
    return new LimitChange(
        LimitBook.BLOCKED, Optional.of(holder), Optional.empty(), Optional.of(time));
  }

  /** Lets a holder in again. */
  public static LimitChange unblock(Holder holder) {
    return reset(LimitBook.BLOCKED, Optional.of(holder));
  }

  /** The subject whom it concerns, when it is for one. */
  public Optional<String> subject() {
    return holder.filter(one -> one.scope() == Scope.SUBJECT).map(Holder::name);
  }

  boolean isRemoval() {
    return amount.isEmpty() && time.isEmpty();
  }

  /** As it is told in the audit log, whole but for the holder's name. */
  public String words() {
    String whom = holder.map(one -> " for a " + one.scope().word()).orElse("");
    String what =
        amount
            .map(number -> "=" + number)
            .orElseGet(() -> time.map(length -> " for " + length).orElse(" removed"));
    return name + what + whom;
  }

  /**
   * @throws BadWishException with a sentence for the operator
   */
  void require() {
    boolean blocks = name.equals(LimitBook.BLOCKED);
    if (blocks && amount.isPresent() || !blocks && time.isPresent()) {
      throw new BadWishException("Give seconds with blocked, and an amount with a limit.");
    }
    if (blocks) {
      if (holder.isEmpty()) {
        throw new BadWishException("Say who is to be kept out.");
      }
      if (time.filter(one -> one.isNegative() || one.isZero() || one.compareTo(LONGEST) > 0)
          .isPresent()) {
        throw new BadWishException("Give a time from 1s to 3650d.");
      }
      return;
    }
    Limit limit =
        Limit.of(name)
            .orElseThrow(
                () ->
                    new BadWishException(
                        "There is no limit " + name + ". Use one of " + names() + "."));
    if (holder.isPresent()
        && (!limit.allowsExceptions() || holder.get().scope() != limit.scope())) {
      throw new BadWishException(
          limit.word() + " has no exception for a " + holder.get().scope().word() + ".");
    }
    if (amount.filter(number -> number < limit.least() || number > limit.most()).isPresent()) {
      throw new BadWishException(
          limit.word()
              + " must be a whole number from "
              + limit.least()
              + " to "
              + limit.most()
              + ".");
    }
  }

  private static String names() {
    return Arrays.stream(Limit.values()).map(Limit::word).collect(Collectors.joining(", "));
  }
}
