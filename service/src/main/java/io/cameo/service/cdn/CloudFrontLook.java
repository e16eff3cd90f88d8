package io.cameo.service.cdn;

import io.cameo.service.cdn.cloudfront.Distributions;
import java.util.List;
import java.util.Optional;

/** How the CloudFront distributions of the settings are set up, for somebody who asks. */
public final class CloudFrontLook {

  private CloudFrontLook() {}

  /**
   * One of them.
   *
   * @param id its id
   * @param enabled whether it answers at all
   * @param names that lead to it, beside its own
   * @param firewall the web ACL before it; empty without one
   * @param clear whether it answers without TLS
   * @param openOrigins buckets that it reads without an access control, so that they must be open
   */
  public record Distribution(
      String id,
      boolean enabled,
      List<String> names,
      Optional<String> firewall,
      boolean clear,
      List<String> openOrigins) {}

  /**
   * Asks CloudFront for each.
   *
   * @param ids of the distributions
   * @throws RuntimeException with what the operator has to know, when it does not say
   */
  public static List<Distribution> at(CdnSettings settings, List<String> ids) {
    try (Distributions all = new Distributions(settings.access().endpoint())) {
      return ids.stream().map(id -> named(id, all.setup(id))).toList();
    }
  }

  private static Distribution named(String id, Distributions.Setup setup) {
    return new Distribution(
        id, setup.enabled(), setup.names(), setup.firewall(), setup.clear(), setup.openOrigins());
  }
}
