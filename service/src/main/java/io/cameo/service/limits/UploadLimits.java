package io.cameo.service.limits;

import io.cameo.service.http.CommonProblems;
import io.cameo.service.limits.LimitRules.Allowance;
import io.cameo.service.limits.RateLimitFields.Line;
import io.cameo.service.limits.Refusals.Violation;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts uploads, their bytes and their megapixels, for everybody they are counted by, on all nodes
 * together. A caller that was refused is remembered in memory and costs the database nothing until
 * its time is up.
 *
 * <p>What an upload costs is known in two steps: the body's length before it is read, the pixels
 * after. So it is let in for the length and one megapixel, and charged the rest afterwards; what it
 * then owes keeps the next one waiting. An upload that fails costs as well.
 */
public final class UploadLimits {

  private static final Logger LOG = LoggerFactory.getLogger(UploadLimits.class);

  /** What every upload is charged before its pixels are known. */
  static final double MEGAPIXELS_AT_FIRST = 1;

  private static final int SETTLED_AT_ONCE = 100;
  private static final double SECONDS = 3_600;

  /** Whose amounts an answer tells: what others have left of a shared one is nobody's business. */
  private static final Set<Scope> TOLD =
      Set.of(Scope.SUBJECT, Scope.TOKEN, Scope.KEY, Scope.ADDRESS);

  private final boolean on;
  private final LimitBook book;
  private final LimitLevels levels;
  private final Clock clock;
  private final Settlements settlements;
  private final Refusals refusals = new Refusals();

  UploadLimits(
      boolean on, LimitBook book, LimitLevels levels, Clock clock, Settlements settlements) {
    this.on = on;
    this.book = book;
    this.levels = levels;
    this.clock = clock;
    this.settlements = settlements;
  }

  /**
   * Refuses whoever is known to be refused, from memory alone.
   *
   * @throws io.cameo.service.http.ProblemException {@code rate-limited}, with the time to wait
   */
  public void screen(Attempt attempt) {
    if (!on) {
      return;
    }
    LimitRules rules = book.rules();
    Instant now = clock.instant();
    Cost cost = atFirst(attempt.bytes());
    Optional<Violation> longest = Optional.empty();
    for (Holder holder : attempt.holders()) {
      requireNotBlocked(holder, rules, now);
      longest =
          Stream.concat(
                  longest.stream(),
                  rules.allowance(holder).flatMap(one -> refusals.of(one, cost, now)).stream())
              .reduce(Violation::longer);
    }
    if (longest.isPresent()) {
      throw refused(longest.get());
    }
  }

  private static Cost atFirst(long bytes) {
    return new Cost(1, bytes, MEGAPIXELS_AT_FIRST);
  }

  /**
   * Refuses an upload that was counted before, when the operator keeps one of its payers out now.
   *
   * @throws io.cameo.service.http.ProblemException {@code rate-limited}, with the time to wait
   */
  public void requireNotBlocked(Payers payers) {
    if (on) {
      LimitRules rules = book.rules();
      Instant now = clock.instant();
      payers.holders().forEach(holder -> requireNotBlocked(holder, rules, now));
    }
  }

  private static void requireNotBlocked(Holder holder, LimitRules rules, Instant now) {
    Instant blocked = rules.blocked().get(holder);
    if (blocked != null && blocked.isAfter(now)) {
      throw LimitProblems.blocked(holder.scope(), Duration.between(now, blocked));
    }
  }

  /**
   * Charges an upload to everybody it is counted by, or to nobody.
   *
   * @throws io.cameo.service.http.ProblemException {@code rate-limited}, with the time to wait
   */
  public Charge take(Attempt attempt) {
    if (!on) {
      return new Charge(List.of(), Cost.NONE, this::chargeLater, RateLimitFields.NONE);
    }
    screen(attempt);
    LimitRules rules = book.rules();
    List<Allowance> allowances =
        attempt.holders().stream()
            .flatMap(holder -> rules.allowance(holder).stream())
            .sorted(Comparator.comparing(Allowance::id))
            .toList();
    Cost cost = atFirst(attempt.bytes());
    if (allowances.isEmpty()) {
      return new Charge(List.of(), cost, this::chargeLater, RateLimitFields.NONE);
    }
    LimitLevels.Taken taken = write(allowances, cost);
    if (!taken.allowed()) {
      throw refused(allowances, cost, taken);
    }
    return new Charge(
        allowances.stream().map(Allowance::holder).toList(),
        cost,
        this::chargeLater,
        fields(allowances, cost, taken));
  }

  /**
   * The charge of an upload that was let in by an earlier call, perhaps on another node.
   *
   * @param bytes that were charged
   */
  public Charge earlier(Payers payers, long bytes) {
    return new Charge(
        on ? payers.holders() : List.of(), atFirst(bytes), this::chargeLater, RateLimitFields.NONE);
  }

  /** Charges work for an upload that was let in by an earlier call and is not done by it. */
  public void more(Payers payers, long pixels) {
    if (on && pixels > 0) {
      Cost work = new Cost(0, 0, pixels / 1_000_000.0);
      payers.holders().forEach(holder -> chargeLater(holder, work));
    }
  }

  private LimitLevels.Taken write(List<Allowance> allowances, Cost cost) {
    List<Holder> holders = allowances.stream().map(Allowance::holder).toList();
    List<Cost> settled = settlements.take(holders);
    boolean written = false;
    try {
      LimitLevels.Taken taken = levels.take(allowances, cost, settled);
      written = true;
      return taken;
    } catch (SQLException databaseAway) {
      LOG.warn("The limits cannot be counted at the moment", databaseAway);
      throw CommonProblems.unavailable(
              "Uploads cannot be counted at the moment. Try again in a few seconds.")
          .toException();
    } finally {
      if (!written) {
        putBack(holders, settled);
      }
    }
  }

  private void putBack(List<Holder> holders, List<Cost> settled) {
    for (int i = 0; i < holders.size(); i++) {
      settlements.add(holders.get(i), settled.get(i));
    }
  }

  /** Remembers everybody who has too little left; the longest wait is told. */
  private RuntimeException refused(List<Allowance> allowances, Cost cost, LimitLevels.Taken taken) {
    Instant now = clock.instant();
    // The database is believed also where a rounding makes it differ from what is computed here.
    Violation longest = new Violation(allowances.getFirst(), Unit.UPLOADS, Duration.ofSeconds(1));
    for (int i = 0; i < allowances.size(); i++) {
      Allowance allowance = allowances.get(i);
      List<Double> spent = taken.spent(i);
      Optional<Violation> one = Refusals.longest(allowance, cost, spent);
      if (one.isPresent()) {
        refusals.remember(allowance, spent, now);
        longest = Violation.longer(one.get(), longest);
      }
    }
    return refused(longest);
  }

  private static RuntimeException refused(Violation violation) {
    return LimitProblems.limited(violation.allowance(), violation.unit(), violation.time());
  }

  /** Of every holder that is told, the unit of which the smallest part is left. */
  private static RateLimitFields fields(
      List<Allowance> allowances, Cost cost, LimitLevels.Taken taken) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < allowances.size(); i++) {
      Allowance allowance = allowances.get(i);
      if (!TOLD.contains(allowance.holder().scope())) {
        continue;
      }
      Optional<Line> least = Optional.empty();
      double smallest = Double.MAX_VALUE;
      for (Unit unit : Unit.values()) {
        double most = allowance.most(unit);
        double spent = taken.spent(i, unit) + cost.of(unit);
        if (allowance.limits(unit) && (most - spent) / most < smallest) {
          smallest = (most - spent) / most;
          long whole = (long) Math.ceil(spent / most * SECONDS);
          least = Optional.of(new Line(allowance, unit, most - spent, whole));
        }
      }
      least.ifPresent(lines::add);
    }
    return RateLimitFields.of(lines);
  }

  private void chargeLater(Holder holder, Cost rest) {
    settlements.add(holder, rest);
    if (settlements.isFull()) {
      settleNow();
    }
  }

  /** The amount that holds for whoever has no other; 0 when nothing is limited. */
  public long usual(Limit limit) {
    return on ? book.rules().amount(limit) : 0;
  }

  /** Bytes that may be stored for a subject; 0 sets no limit. */
  public long quota(String subject) {
    return on ? book.rules().amount(Limit.SUBJECT_STORED_BYTES, Holder.subject(subject)) : 0;
  }

  /** Writes what became known of earlier uploads; called often, and does nothing most times. */
  void settleNow() {
    LimitRules rules = book.rules();
    List<Holder> holders = settlements.some(SETTLED_AT_ONCE);
    while (!holders.isEmpty()) {
      List<Allowance> allowances =
          holders.stream()
              .flatMap(holder -> rules.allowance(holder).stream())
              .sorted(Comparator.comparing(Allowance::id))
              .toList();
      List<Holder> limited = allowances.stream().map(Allowance::holder).toList();
      List<Cost> settled = settlements.take(limited);
      // Those without any limit now have nothing to settle.
      settlements.take(holders.stream().filter(holder -> !limited.contains(holder)).toList());
      try {
        if (!allowances.isEmpty()) {
          levels.settle(allowances, settled);
        }
      } catch (SQLException databaseAway) {
        putBack(limited, settled);
        LOG.warn("The cost of uploads is charged later: {}", databaseAway.getMessage());
        return;
      }
      holders = settlements.some(SETTLED_AT_ONCE);
    }
  }

  /** Removes whoever has all allowances again, and with it the name it was under. */
  void forgetWhoMayAgain() {
    try {
      levels.forget();
      book.forgetExpired();
    } catch (SQLException databaseAway) {
      throw new IllegalStateException("The limits could not be cleaned up.", databaseAway);
    }
  }

  /** Refused holders that are remembered. */
  long remembered() {
    return refusals.size();
  }
}
