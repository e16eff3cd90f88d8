package io.cameo.service.gravatar;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;

/**
 * Whether pictures can be asked for by the hash of an e-mail address or an OpenID.
 *
 * @param on whether {@code /avatar/…} and the identities exist at all
 * @param redirects where {@code d=} may send a caller
 */
public record GravatarSettings(boolean on, RedirectTargets redirects) {

  private static final Option<Boolean> ON =
      Options.onOff(
          "CAMEO_GRAVATAR",
          true,
          "Whether pictures can be asked for as at Gravatar and Libravatar (/avatar/…), and users be"
              + " given the e-mail addresses and OpenIDs they are found by. off answers 404.");

  private static final Option<RedirectTargets> REDIRECTS =
      new Option<>(
          "CAMEO_GRAVATAR_REDIRECTS",
          "beginnings of addresses such as https://static.example.org/avatars/ or"
              + " https://*.example.org/, separated by commas",
          "",
          "Where /avatar/…?d=ADDRESS may send a caller whose picture does not exist. Other addresses"
              + " are ignored.",
          RedirectTargets::parse);

  public static GravatarSettings from(Settings settings) {
    return new GravatarSettings(settings.get(ON), settings.get(REDIRECTS));
  }
}
