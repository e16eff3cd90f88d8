package io.cameo.service.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cameo.service.limits.LimitRules.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who was refused, in bounded memory: asking it costs no database. It remembers how much was spent
 * and not for how long, so that the answer is right for an upload of any size at any time.
 */
final class Refusals {

  /** Most refused holders that are remembered; beyond it others ask the database again. */
  private static final int REMEMBERED = 100_000;

  private static final double SECONDS = 3_600;

  private final Cache<Holder, Level> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(Duration.ofHours(1)).build();

  /**
   * What was spent of an allowance.
   *
   * @param spent of each unit
   */
  private record Level(Allowance allowance, List<Double> spent, Instant at) {}

  /** What is used up, and for how long. */
  record Violation(Allowance allowance, Unit unit, Duration time) {

    /** The one that lasts longer. */
    static Violation longer(Violation one, Violation other) {
      return one.time().compareTo(other.time()) >= 0 ? one : other;
    }
  }

  void remember(Allowance allowance, List<Double> spent, Instant at) {
    remembered.put(allowance.holder(), new Level(allowance, List.copyOf(spent), at));
  }

  /**
   * What keeps an upload out longest. Once the operator has set another amount, a refusal by the
   * one before does not hold.
   */
  Optional<Violation> of(Allowance allowance, Cost cost, Instant now) {
    Level level = remembered.getIfPresent(allowance.holder());
    if (level == null || !level.allowance().equals(allowance)) {
      return Optional.empty();
    }
    double hours = Math.max(0, Duration.between(level.at(), now).toMillis() / 1_000.0) / SECONDS;
    List<Double> left = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      left.add(Math.max(0, level.spent().get(unit.ordinal()) - allowance.most(unit) * hours));
    }
    return longest(allowance, cost, left);
  }

  /** What keeps an upload of this cost out longest after so much was spent. */
  static Optional<Violation> longest(Allowance allowance, Cost cost, List<Double> spent) {
    Optional<Violation> longest = Optional.empty();
    for (Unit unit : Unit.values()) {
      double seconds = wait(allowance, unit, cost, spent.get(unit.ordinal()));
      if (seconds > 0) {
        // What is lost in computing is no millisecond more.
        long millis = Math.max(1, (long) Math.ceil(seconds * 1_000 - 1e-3));
        Violation one = new Violation(allowance, unit, Duration.ofMillis(millis));
        longest = Optional.of(longest.map(known -> Violation.longer(known, one)).orElse(one));
      }
    }
    return longest;
  }

  /** Seconds until so much more fits. What never fits is let in when all is free. */
  private static double wait(Allowance allowance, Unit unit, Cost cost, double spent) {
    double most = allowance.most(unit);
    double over = spent + Math.min(cost.of(unit), most) - most;
    return over <= most * 1e-9 ? 0 : over / most * SECONDS;
  }

  long size() {
    remembered.cleanUp();
    return remembered.estimatedSize();
  }
}
