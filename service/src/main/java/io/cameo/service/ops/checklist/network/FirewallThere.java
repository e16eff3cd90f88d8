package io.cameo.service.ops.checklist.network;

import io.cameo.service.cdn.CloudFrontLook.Distribution;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a web application firewall stands before uploads, as far as CloudFront says. */
final class FirewallThere implements Check {

  private static final String LOOK =
      "Look in the console of your CDN or load balancer for rules on /v1/avatars and /v1/uploads;"
          + " the AWS stack of a later release brings them.";

  private final boolean any;
  private final Optional<String> host;
  private final Supplier<List<Distribution>> distributions;

  /**
   * @param any whether the settings name a distribution
   * @param host of CAMEO_PUBLIC_URL, to which uploads are sent
   */
  FirewallThere(boolean any, Optional<String> host, Supplier<List<Distribution>> distributions) {
    this.any = any;
    this.host = host;
    this.distributions = distributions;
  }

  @Override
  public About about() {
    return new About(
        Line.SEC_2,
        "web-application-firewall",
        "A web application firewall stands before the upload addresses",
        "Asks CloudFront which web ACL stands before the distribution that the host of"
            + " CAMEO_PUBLIC_URL leads to. AWS WAF itself is not asked, and no attack is made.");
  }

  @Override
  public Answer look() {
    if (!any) {
      return Answer.unknown(
          "No CloudFront distribution is named, and another firewall could only be seen by"
              + " attacking it.",
          LOOK);
    }
    Optional<Distribution> before =
        host.flatMap(
            name ->
                distributions.get().stream().filter(one -> one.names().contains(name)).findFirst());
    if (before.isEmpty()) {
      return Answer.unknown(
          "Uploads go to "
              + host.orElse("an address that CAMEO_PUBLIC_URL does not name")
              + ", which is none of the distributions of CAMEO_CLOUDFRONT_DISTRIBUTION.",
          LOOK);
    }
    return before
        .get()
        .firewall()
        .map(
            acl ->
                Answer.pass(
                    "Distribution " + before.get().id() + " has the web ACL " + acl + ".",
                    "Which rules it has is not asked; they should limit /v1/avatars and"
                        + " /v1/uploads."))
        .orElseGet(
            () ->
                Answer.fail(
                    "Distribution " + before.get().id() + " has no web ACL.",
                    "Give it one with a rate rule on /v1/avatars and /v1/uploads."));
  }
}
