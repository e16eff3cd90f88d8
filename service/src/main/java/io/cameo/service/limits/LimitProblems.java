package io.cameo.service.limits;

import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import io.cameo.service.limits.LimitRules.Allowance;
import java.time.Duration;
import java.util.List;

/** The refusals of the limits, as callers see them. */
final class LimitProblems {

  private LimitProblems() {}

  /** An allowance is used up. */
  static ProblemException limited(Allowance allowance, Unit unit, Duration wait) {
    Scope scope = allowance.holder().scope();
    return Problem.of(
            429,
            "rate-limited",
            "Too many uploads",
            "More was uploaded than is allowed in an hour. Wait as long as Retry-After says.")
        .retryAfter(wait)
        .with("limit", scope.word())
        .with("unit", unit.word())
        .with("policy", Limit.of(scope, unit).word())
        .with("quota", (long) allowance.most(unit))
        .with("quotaUnit", unit.quotaUnit())
        .with("violated-policies", List.of(Limit.of(scope, unit).word()))
        .toException();
  }

  /** The operator keeps this holder out. */
  static ProblemException blocked(Scope scope, Duration wait) {
    return Problem.of(
            429,
            "rate-limited",
            "Too many uploads",
            "The operator takes no uploads from here for a time. Wait as long as Retry-After says.")
        .retryAfter(wait)
        .with("limit", scope.word())
        .with("policy", LimitBook.BLOCKED)
        .toException();
  }
}
