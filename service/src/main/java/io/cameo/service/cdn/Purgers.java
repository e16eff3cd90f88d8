package io.cameo.service.cdn;

import java.net.URI;

/** Chooses how the CDN is told. */
public final class Purgers {

  private Purgers() {}

  /** The way that the settings say, of a CDN that is to be told. */
  public static Purger of(CdnSettings settings) {
    URI base = settings.base().orElseThrow();
    CdnSettings.Access access = settings.access();
    return switch (settings.way()) {
      case CLOUDFRONT -> new CloudFrontPurger(base, access);
      case FASTLY -> new FastlyPurger(access);
      case CLOUDFLARE -> new CloudflarePurger(access);
      case PURGE -> new AddressPurger(base, access, settings.sizes());
      case BAN -> new BanPurger(access);
      case NONE -> throw new IllegalStateException("nothing is to be told");
    };
  }
}
