package io.cameo.service.http;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The web application firewall that stands before the service, for whoever asks about it; the
 * service itself makes nothing of it.
 *
 * @param acl ARN of its web ACL at AWS WAF
 * @param endpoint in the place of AWS WAF's own address
 */
public record FirewallSettings(Optional<String> acl, Optional<URI> endpoint) {

  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:wafv2:[a-z0-9-]+:[0-9]{12}:(regional|global)/webacl/[\\w-]+/[\\w-]+");

  private static final Option<Optional<String>> ACL =
      new Option<>(
          "CAMEO_WAF_ACL",
          "a web ACL's ARN such as"
              + " arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/cameo/a1b2c3",
          "",
          "The web ACL of AWS WAF before the load balancer that uploads come through, for ./cameo"
              + " check. Without it, the one of the CloudFront distribution that"
              + " CAMEO_PUBLIC_URL leads to.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(arn(text)));

  private static final Option<Optional<URI>> ENDPOINT =
      Options.address(
          "CAMEO_WAF_ENDPOINT",
          "Address of AWS WAF in the place of its public one, as for a proxy, a private endpoint or"
              + " a test.");

  private static String arn(String text) {
    if (!ARN.matcher(text).matches()) {
      throw new IllegalArgumentException("not of the form");
    }
    return text;
  }

  public static FirewallSettings from(Settings settings) {
    return new FirewallSettings(settings.get(ACL), settings.get(ENDPOINT));
  }
}
