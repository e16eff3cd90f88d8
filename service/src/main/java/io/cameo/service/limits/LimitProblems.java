package io.cameo.service.limits;

import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import io.cameo.service.limits.LimitRules.Allowance;
import java.time.Duration;
import java.util.List;

/** The refusals of the limits, as callers see them. */
final class LimitProblems {

  private LimitProblems() {}

  /** The {@code policy} of a refusal of whoever is kept out by the operator. */
  static final String BLOCKED = "blocked";

  /** An allowance is used up. */
  static ProblemException limited(Allowance allowance, Unit unit, Duration wait) {
    Scope scope = allowance.holder().scope();
    return rateLimited(wait)
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
    return rateLimited(wait).with("limit", scope.word()).with("policy", BLOCKED).toException();
  }

  private static Problem rateLimited(Duration wait) {
    return Problem.of(
            429,
            "rate-limited",
            "Too many uploads",
            "More was uploaded than is allowed in an hour. Wait as long as Retry-After says.")
        .retryAfter(wait);
  }
}
