package io.cameo.service.limits;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;

/**
 * How often uploads are taken.
 *
 * @param on whether there are limits at all
 * @param perSubject uploads an hour of one subject
 * @param perAddress uploads an hour from one network address, for callers without the admin key
 */
public record LimitSettings(boolean on, int perSubject, int perAddress) {

  private static final Option<Boolean> ON =
      Options.onOff(
          "CAMEO_LIMITS", true, "Whether uploads are limited. off is meant for measurements.");

  private static final Option<Integer> PER_SUBJECT =
      Options.count(
          "CAMEO_LIMIT_SUBJECT",
          30,
          1,
          1_000_000,
          "Uploads an hour that one subject may make, all at once or spread.");

  private static final Option<Integer> PER_ADDRESS =
      Options.count(
          "CAMEO_LIMIT_ADDRESS",
          300,
          1,
          1_000_000,
          "Uploads an hour that may come from one network address with upload tokens or tokens of"
              + " the identity provider. The admin key is not limited by address.");

  public static LimitSettings from(Settings settings) {
    return new LimitSettings(
        settings.get(ON), settings.get(PER_SUBJECT), settings.get(PER_ADDRESS));
  }
}
