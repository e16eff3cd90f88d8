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
}
