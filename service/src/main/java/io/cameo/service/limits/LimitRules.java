package io.cameo.service.limits;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What holds at one moment: the amounts, the exceptions, and who is kept out.
 *
 * @param amounts of every limit
 * @param exceptions amounts of single holders
 * @param blocked holders that are kept out, until when
 */
public record LimitRules(
    Map<Limit, Long> amounts,
    Map<Holder, Map<Limit, Long>> exceptions,
    Map<Holder, Instant> blocked) {

  /** A limit that is never reached, in the terms of the database. */
  private static final double NONE = 1e18;

  public LimitRules {
    amounts = Map.copyOf(amounts);
    exceptions = Map.copyOf(exceptions);
    blocked = Map.copyOf(blocked);
  }

  public long amount(Limit limit) {
    return amounts.getOrDefault(limit, 0L);
  }

  /** The amount for one holder. */
  public long amount(Limit limit, Holder holder) {
    Map<Limit, Long> own = exceptions.get(holder);
    return own == null ? amount(limit) : own.getOrDefault(limit, amount(limit));
  }

  /** The allowances of a holder an hour, one a unit; empty when it has no limit at all. */
  Optional<Allowance> allowance(Holder holder) {
    double[] most = new double[Unit.values().length];
    boolean limited = false;
    for (Unit unit : Unit.values()) {
      long amount = amount(Limit.of(holder.scope(), unit), holder);
      most[unit.ordinal()] = amount == 0 ? NONE : amount;
      limited |= amount != 0;
    }
    return limited ? Optional.of(new Allowance(holder, toList(most))) : Optional.empty();
  }

  private static List<Double> toList(double[] numbers) {
    return java.util.Arrays.stream(numbers).boxed().toList();
  }

  /**
   * @param most an hour, in the order of the units
   */
  record Allowance(Holder holder, List<Double> most) {

    double most(Unit unit) {
      return most.get(unit.ordinal());
    }

    boolean limits(Unit unit) {
      return most(unit) < NONE;
    }

    /** The row's name in the database. */
    String id() {
      return holder.scope().word() + " " + holder.name();
    }
  }
}
