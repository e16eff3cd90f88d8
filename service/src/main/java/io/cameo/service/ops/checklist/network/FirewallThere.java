package io.cameo.service.ops.checklist.network;

import io.cameo.service.cdn.CloudFrontLook.Distribution;
import io.cameo.service.ops.checklist.firewall.Firewall;
import io.cameo.service.ops.checklist.firewall.Firewall.Limit;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whether a web application firewall limits uploads, by the word of AWS WAF. */
final class FirewallThere implements Check {

  private static final String LOOK =
      "Set CAMEO_WAF_ACL to the web ACL before your load balancer; for another firewall, look in its"
          + " console for rules on /v1/avatars and /v1/uploads.";

  private static final String LIMIT =
      "Give it a rate-based rule with the action Block on /v1/avatars and /v1/uploads, or on"
          + " everything (docs/operations/check.md has one).";

  private final Optional<String> acl;
  private final Optional<String> host;
  private final Optional<Supplier<List<Distribution>>> distributions;
  private final Function<String, Firewall> firewalls;

  /**
   * @param acl that the settings name
   * @param host of CAMEO_PUBLIC_URL, to which uploads are sent
   * @param distributions of the settings; empty when they name none
   * @param firewalls what AWS WAF says of a web ACL
   */
  FirewallThere(
      Optional<String> acl,
      Optional<String> host,
      Optional<Supplier<List<Distribution>>> distributions,
      Function<String, Firewall> firewalls) {
    this.acl = acl;
    this.host = host;
    this.distributions = distributions;
    this.firewalls = firewalls;
  }

  @Override
  public About about() {
    return new About(
        Line.SEC_2,
        "web-application-firewall",
        "A web application firewall limits who uploads too often",
        "Asks AWS WAF for the rules of CAMEO_WAF_ACL, or of the web ACL before the CloudFront"
            + " distribution that the host of CAMEO_PUBLIC_URL leads to. No attack is made.");
  }

  @Override
  public Answer look() {
    if (acl.isPresent()) {
      return judged(acl.get());
    }
    if (distributions.isEmpty()) {
      return Answer.unknown(
          "Neither CAMEO_WAF_ACL nor a CloudFront distribution is set, and another firewall could"
              + " only be seen by attacking it.",
          LOOK);
    }
    Optional<Distribution> before =
        distributions.get().get().stream()
            .filter(one -> host.filter(one.names()::contains).isPresent())
            .findFirst();
    if (before.isEmpty()) {
      return Answer.unknown(
          "Uploads go to "
              + host.orElse("an address that CAMEO_PUBLIC_URL does not name")
              + ", which is none of the distributions of CAMEO_CLOUDFRONT_DISTRIBUTION.",
          LOOK);
    }
    if (before.get().firewall().isEmpty()) {
      return Answer.fail(
          "Distribution " + before.get().id() + " has no web ACL.",
          "Give it one with a rate-based rule on /v1/avatars and /v1/uploads.");
    }
    String named = before.get().firewall().get();
    return named.startsWith("arn:")
        ? judged(named)
        : Answer.unknown(
            "Distribution "
                + before.get().id()
                + " has a web ACL of AWS WAF Classic, "
                + named
                + ".",
            "AWS has ended it: move its rules to a web ACL of today's AWS WAF.");
  }

  private Answer judged(String arn) {
    Firewall firewall = firewalls.apply(arn);
    if (!firewall.placed()) {
      return Answer.fail(
          "The web ACL " + firewall.name() + " stands before nothing.",
          "Associate it with the load balancer that uploads come through.");
    }
    List<String> seen = new ArrayList<>();
    boolean holds = false;
    for (Limit limit : firewall.limits()) {
      holds |= limit.blocks() && limit.open().isEmpty();
      seen.add(shown(limit));
    }
    if (seen.isEmpty()) {
      seen.add("No rule of the web ACL " + firewall.name() + " limits by rate.");
    }
    return new Answer(holds ? Mark.PASS : Mark.WARN, seen, holds ? "" : LIMIT);
  }

  private static String shown(Limit limit) {
    return limit.rule()
        + " lets through "
        + limit.most()
        + (limit.blocks() ? " and blocks the rest" : " and does not block the rest")
        + (limit.open().isEmpty()
            ? ", of all uploads."
            : ", but not for certain of " + String.join(" and ", limit.open()) + ".");
  }
}
