package io.cameo.service.limits;

import java.time.Clock;
import javax.sql.DataSource;

/** Limits for tests of other packages. */
public final class TestLimits {

  private TestLimits() {}

  /** As with {@code CAMEO_LIMITS=off}. */
  public static UploadLimits off(DataSource database) {
    return new LimitConfiguration()
        .uploadLimits(new LimitSettings(false, 1, 1), database, Clock.systemUTC());
  }

  /** Takes one upload from everybody's allowance, and forgets whoever may again. */
  public static void play(DataSource database, String prefix) {
    UploadLimits limits =
        new LimitConfiguration()
            .uploadLimits(new LimitSettings(true, 100, 100), database, Clock.systemUTC());
    limits.take(prefix + "-ann", java.util.Optional.of("192.0.2.1"));
    limits.take(prefix + "-ann", java.util.Optional.of("192.0.2.1"));
    limits.forgetWhoMayAgain();
  }
}
