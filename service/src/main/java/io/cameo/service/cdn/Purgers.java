package io.cameo.service.cdn;

import java.util.List;

/** Chooses how the CDN is told. */
public final class Purgers {

  private Purgers() {}

  /** The way that the settings say. */
  public static Purger of(CdnSettings settings) {
    return switch (settings.way()) {
      case BAN -> new BanPurger(settings.access());
      default -> new Silence();
    };
  }

  /** Tells nobody. */
  private static final class Silence implements Purger {
    @Override
    public void purge(List<Stale> stale) {}

    @Override
    public Pace pace() {
      return Pace.AT_ONCE;
    }
  }
}
