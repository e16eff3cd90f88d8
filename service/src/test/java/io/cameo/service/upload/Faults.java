package io.cameo.service.upload;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Breaks the N-th input or output of what happens after {@link #arm}: every statement, every commit
 * and every call of the store and of the workers counts as one.
 */
final class Faults {

  /** How an input or output breaks. */
  enum Kind {
    /** It fails before it has any effect. */
    REFUSED,
    /** It takes effect and then fails, as when the answer is lost. */
    ANSWER_LOST,
    /** It takes effect in part and then fails. */
    HALF_DONE,
    /** It takes effect in part and calls that success. */
    LIES,
    /** It and all that come after it fail, until the faults are over. */
    OUTAGE
  }

  private Optional<Kind> kind = Optional.empty();
  private int victim;
  private final List<String> seen = new ArrayList<>();
  private Optional<String> struck = Optional.empty();

  /**
   * From now on counts, and breaks one.
   *
   * @param victim which one breaks, from 1
   */
  void arm(Kind how, int victim) {
    this.kind = Optional.of(how);
    this.victim = victim;
    this.seen.clear();
    this.struck = Optional.empty();
  }

  /** From now on all is well. */
  void disarm() {
    kind = Optional.empty();
  }

  /** Whether what happened since {@link #arm} was long enough to reach the victim. */
  boolean reached() {
    return seen.size() >= victim;
  }

  /** What broke; empty when the victim cannot break in the wanted way. */
  Optional<String> struck() {
    return struck;
  }

  /** What was counted since {@link #arm}. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  /** Counts one; the way in which it must break, if it must. */
  Optional<Kind> next(String what, Kind... possible) {
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    seen.add(what);
    boolean due = kind.get() == Kind.OUTAGE ? seen.size() >= victim : seen.size() == victim;
    Set<Kind> ways = EnumSet.of(Kind.OUTAGE, possible);
    if (!due || !ways.contains(kind.get())) {
      return Optional.empty();
    }
    if (struck.isEmpty()) {
      struck = Optional.of(what);
    }
    return kind;
  }
}
