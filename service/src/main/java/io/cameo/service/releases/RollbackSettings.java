package io.cameo.service.releases;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Settings;

/**
 * How {@code rollback} brings the previous program back.
 *
 * @param deployment in the form of {@link DeploymentWay}; empty when it is done by hand
 */
public record RollbackSettings(String deployment) {

  private static final Option<String> DEPLOYMENT =
      new Option<>(
          "CAMEO_ROLLBACK_DEPLOYMENT",
          DeploymentWay.FORM,
          "",
          "How ./cameo rollback goes back to the previous deployment; without it that is done by"
              + " hand.",
          RollbackSettings::checked);

  public static RollbackSettings from(Settings settings) {
    return new RollbackSettings(settings.get(DEPLOYMENT));
  }

  private static String checked(String words) {
    if (!words.isEmpty() && DeploymentWay.of(words).isEmpty()) {
      throw new IllegalArgumentException("no deployment");
    }
    return words;
  }
}
