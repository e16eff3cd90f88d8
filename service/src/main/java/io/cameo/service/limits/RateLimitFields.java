package io.cameo.service.limits;

import io.cameo.service.http.Problem;
import io.cameo.service.limits.LimitRules.Allowance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The fields RateLimit-Policy and RateLimit of an answer, as
 * draft-ietf-httpapi-ratelimit-headers-11 defines them: which amounts an hour there are, and what
 * is left of them.
 *
 * @param policy value of RateLimit-Policy; empty when there is nothing to tell
 * @param state value of RateLimit
 */
public record RateLimitFields(String policy, String state) {

  public static final RateLimitFields NONE = new RateLimitFields("", "");

  /**
   * One allowance in one unit.
   *
   * @param left what may still be used now
   * @param seconds until there is more, or all
   */
  record Line(Allowance allowance, Unit unit, double left, long seconds) {

    String name() {
      return "\"" + Limit.of(allowance.holder().scope(), unit).word() + "\"";
    }
  }

  static RateLimitFields of(List<Line> lines) {
    return new RateLimitFields(
        lines.stream()
            .map(
                line ->
                    line.name()
                        + ";q="
                        + (long) line.allowance().most(line.unit())
                        + unit(line.unit().quotaUnit()))
            .collect(Collectors.joining(", ")),
        lines.stream()
            .map(
                line ->
                    line.name() + ";r=" + (long) Math.max(0, line.left()) + ";t=" + line.seconds())
            .collect(Collectors.joining(", ")));
  }

  /** The fields of a refusal; empty when it has nothing to do with an amount an hour. */
  public static Optional<RateLimitFields> of(Problem problem) {
    Map<String, Object> extras = problem.extras();
    if (!problem.code().equals("rate-limited") || !extras.containsKey("quota")) {
      return Optional.empty();
    }
    String name = "\"" + extras.get("policy") + "\"";
    String unit = String.valueOf(extras.get("quotaUnit"));
    long seconds = problem.retryAfter().map(Duration::toMillis).orElse(0L) / 1000 + 1;
    return Optional.of(
        new RateLimitFields(
            name + ";q=" + extras.get("quota") + unit(unit), name + ";r=0;t=" + seconds));
  }

  private static String unit(String unit) {
    return (unit.equals(Unit.UPLOADS.quotaUnit()) ? "" : ";qu=\"" + unit + "\"") + ";w=3600";
  }
}
