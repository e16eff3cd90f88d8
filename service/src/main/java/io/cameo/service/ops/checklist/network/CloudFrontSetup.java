package io.cameo.service.ops.checklist.network;

import io.cameo.service.cdn.CloudFrontLook.Distribution;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether CloudFront delivers by TLS alone, and reads the bucket by its access control. */
final class CloudFrontSetup implements Check {

  private final boolean any;
  private final Supplier<List<Distribution>> distributions;

  /**
   * @param any whether the settings name a distribution
   */
  CloudFrontSetup(boolean any, Supplier<List<Distribution>> distributions) {
    this.any = any;
    this.distributions = distributions;
  }

  @Override
  public About about() {
    return new About(
        Line.INF_2,
        "cloudfront-set-up",
        "CloudFront delivers by TLS alone, and reads the bucket by an access control",
        "Asks CloudFront for the configuration of every distribution of"
            + " CAMEO_CLOUDFRONT_DISTRIBUTION.");
  }

  @Override
  public Answer look() {
    if (!any) {
      return Answer.notApplicable("CAMEO_CLOUDFRONT_DISTRIBUTION names none.");
    }
    List<String> wrong = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (Distribution one : distributions.get()) {
      ids.add(one.id());
      if (!one.enabled()) {
        wrong.add(one.id() + " is disabled.");
      }
      if (one.clear()) {
        wrong.add(one.id() + " answers without TLS (viewer protocol policy allow-all).");
      }
      one.openOrigins()
          .forEach(
              origin ->
                  wrong.add(one.id() + " reads " + origin + " without an origin access control."));
    }
    return Answer.failIf(
        wrong,
        "Set the viewer protocol policy to redirect-to-https and give the bucket's origin an access"
            + " control (docs/operations/cdn.md).",
        "As it should be: " + String.join(", ", ids) + ".");
  }
}
