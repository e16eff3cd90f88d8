package io.cameo.service.limits;

import io.cameo.service.http.Problem;
import io.cameo.service.limits.LimitRules.Allowance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields RateLimit-Policy and RateLimit of an answer, as
 * draft-ietf-httpapi-ratelimit-headers-11 defines them: which amounts an hour there are, and what
 * is left of them. Policies are told in units that the draft's registry has; megapixels are none,
 * so that of theirs only what is left is told.
 *
 * @param policy value of RateLimit-Policy; empty when there is nothing to tell
 * @param state value of RateLimit; empty when there is nothing to tell
 */
public record RateLimitFields(String policy, String state) {

  public static final RateLimitFields NONE = new RateLimitFields("", "");

  /** What a quota counts that names no unit. */
  private static final String USUAL = "requests";

  private static final Set<String> REGISTERED = Set.of(USUAL, "content-bytes");

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
            .flatMap(
                line ->
                    policy(
                        line.name(),
                        (long) line.allowance().most(line.unit()),
                        line.unit().quotaUnit())
                        .stream())
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
    long millis = problem.retryAfter().map(Duration::toMillis).orElse(0L);
    // Not later than Retry-After, which is rounded up as well.
    long seconds = Math.max(1, Math.ceilDiv(millis, 1_000));
    return Optional.of(
        new RateLimitFields(
            policy(name, extras.get("quota"), String.valueOf(extras.get("quotaUnit"))).orElse(""),
            name + ";r=0;t=" + seconds));
  }

  private static Optional<String> policy(String name, Object quota, String unit) {
    return REGISTERED.contains(unit)
        ? Optional.of(
            name + ";q=" + quota + (unit.equals(USUAL) ? "" : ";qu=\"" + unit + "\"") + ";w=3600")
        : Optional.empty();
  }
}
