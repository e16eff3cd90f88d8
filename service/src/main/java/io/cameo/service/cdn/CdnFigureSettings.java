package io.cameo.service.cdn;

import io.cameo.service.cdn.CdnSettings.Way;
import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the CDN's vendor is asked for its own figures.
 *
 * @param token that opens them; empty for the one of the purges
 * @param endpoint in the place of the vendor's own address
 */
public record CdnFigureSettings(boolean on, Optional<String> token, Optional<URI> endpoint) {

  private static final Set<Way> VENDORS = EnumSet.of(Way.CLOUDFRONT, Way.FASTLY, Way.CLOUDFLARE);

  private static final Option<Boolean> ON =
      Options.onOff(
          "CAMEO_CDN_FIGURES",
          false,
          "on asks CloudFront (by CloudWatch), Fastly or Cloudflare every five minutes, from one"
              + " node, how many requests it answered by itself: cameo_cdn_hit_ratio.");

  private static final Option<Optional<String>> TOKEN =
      Options.text(
          "CAMEO_CDN_FIGURES_TOKEN",
          "a token",
          "Opens the figures of Fastly or Cloudflare. Without it CAMEO_CDN_TOKEN, which then has to"
              + " be allowed to read them too.");

  private static final Option<Optional<URI>> ENDPOINT =
      Options.address(
          "CAMEO_CDN_FIGURES_ENDPOINT",
          "Address that is asked for figures in the place of the vendor's public one, as for a"
              + " proxy, a private endpoint or a test.");

  public static CdnFigureSettings from(Settings settings, CdnSettings cdn) {
    boolean on = settings.get(ON);
    if (on && !(cdn.on() && VENDORS.contains(cdn.way()))) {
      settings.refuse(
          ON.name(),
          "is on, but there is nobody to ask: it needs ENABLE_CDN and CAMEO_CDN_PURGE=cloudfront,"
              + " fastly or cloudflare. Caches of your own have figures of their own;"
              + " docs/operations/cdn.md says where.");
    }
    return new CdnFigureSettings(on, settings.get(TOKEN), settings.get(ENDPOINT));
  }

  /** Never the token. */
  @Override
  public String toString() {
    return "CdnFigureSettings[on=" + on + ", endpoint=" + endpoint + "]";
  }
}
