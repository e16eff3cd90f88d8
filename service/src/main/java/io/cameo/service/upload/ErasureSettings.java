package io.cameo.service.upload;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What the certificate of an erasure says of backups.
 *
 * @param backupsKept how long; empty when the operator has not said
 */
public record ErasureSettings(Optional<Duration> backupsKept) {

  private static final Option<Optional<Duration>> BACKUPS_KEPT =
      new Option<>(
          "CAMEO_BACKUPS_KEPT",
          "a time from 1h to 3650d, such as 30d",
          "",
          "How long you keep backups, for the certificates of erasures. It removes none; without it"
              + " a certificate says that nobody knows until when backups hold what was erased.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(kept(text)));

  private static Duration kept(String text) {
    Duration kept = Options.duration(text);
    if (kept.toHours() < 1 || kept.toDays() > 3_650) {
      throw new IllegalArgumentException("out of range");
    }
    return kept;
  }

  public static ErasureSettings from(Settings settings) {
    return new ErasureSettings(settings.get(BACKUPS_KEPT));
  }
}
