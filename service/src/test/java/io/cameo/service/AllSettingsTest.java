package io.cameo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.settings.Settings;
import io.cameo.service.settings.SettingsException;
import io.cameo.service.upload.UploadSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllSettingsTest {

  private static AllSettings read(Map<String, String> environment) {
    return AllSettings.read(new Settings(environment));
  }

  @Test
  void needsNothingToBeSet() {
    AllSettings all = read(Map.of());

    assertThat(all.server().port()).isEqualTo(8080);
    assertThat(all.server().bind()).isEqualTo("127.0.0.1");
    assertThat(all.server().demo()).isTrue();
    assertThat(all.feature(UploadSettings.class).maxBytes()).isEqualTo(5_242_880);
  }

  @Test
  void namesEveryBadValueAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "PORT", "eighty",
                        "CAMEO_SIZES", "512,,64",
                        "CAMEO_GRACE", "1 week",
                        "AVATAR_QUALITY", "101")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(
            "PORT is \"eighty\", but must be a whole number from 0 to 65535.",
            "CAMEO_SIZES is \"512,,64\"",
            "CAMEO_GRACE is \"1 week\"",
            "such as 30s, 15m, 2h or 7d",
            "AVATAR_QUALITY is \"101\"",
            "docs/options.md");
  }

  @Test
  void saysOnceWhatSeveralFeaturesRead() {
    assertThatThrownBy(() -> read(Map.of("ENABLE_IMAGE_COMPRESSION", "maybe")))
        .isInstanceOf(SettingsException.class)
        .message()
        .containsOnlyOnce("ENABLE_IMAGE_COMPRESSION is");
  }

  @Test
  void refusesProductionWithUnsafeDefaultsAllAtOnce() {
    assertThatThrownBy(() -> read(Map.of("NODE_ENV", "production")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("CAMEO_ADMIN_KEY", "CAMEO_SCAN");
  }

  @Test
  void startsInProductionWhenEveryRiskIsNamed() {
    AllSettings all =
        read(
            Map.of(
                "CAMEO_ENV", "production",
                "CAMEO_ADMIN_KEY", "0123456789abcdefghij",
                "CAMEO_SCAN", "off"));

    assertThat(all.server().production()).isTrue();
    assertThat(all.server().demo()).isFalse();
    assertThat(all.server().bind()).isEqualTo("0.0.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "preferred"})
  void refusesProductionWithWorkersThatNeedNotBeLockedIn(String sandbox) {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "CAMEO_ENV", "production",
                        "CAMEO_ADMIN_KEY", "0123456789abcdefghij",
                        "CAMEO_SANDBOX", sandbox,
                        "CAMEO_SCAN", "off")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CAMEO_SANDBOX is not required.");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void requiresTheSandboxOnLinuxUnlessItIsToldOtherwise() {
    assertThat(read(Map.of()).feature(ImagingSettings.class).sandbox())
        .isEqualTo(ImagingSettings.Sandbox.REQUIRED);
    assertThat(read(Map.of("CAMEO_SANDBOX", "off")).feature(ImagingSettings.class).sandbox())
        .isEqualTo(ImagingSettings.Sandbox.OFF);
  }

  @Test
  void refusesTokensOfAProviderWithoutAnAudience() {
    assertThatThrownBy(() -> read(Map.of("CAMEO_JWT_ISSUER", "https://id.example.org")))
        .hasMessageContaining("CAMEO_JWT_AUDIENCE is not set");
  }

  @Test
  void keepsEveryRenditionAtTheHighestQualityWithoutCompression() {
    AllSettings all = read(Map.of("ENABLE_IMAGE_COMPRESSION", "false", "AVATAR_QUALITY", "40"));

    assertThat(all.feature(ImagingSettings.class).output().quality()).isEqualTo(100);
  }

  @Test
  void saysWhichVariablesNothingReads() {
    Settings settings = new Settings(Map.of("CAMEO_MAXPIXELS", "1", "PATH", "/bin"));
    AllSettings.read(settings);

    assertThat(settings.unread()).containsExactly("CAMEO_MAXPIXELS");
  }

  @Test
  void doesNotRepeatALongValueThatMayBeASecret() {
    String secret = "s".repeat(300);

    assertThatThrownBy(() -> read(Map.of("PORT", secret)))
        .message()
        .doesNotContain(secret)
        .contains("PORT");
  }

  /** A password is not shown, and neither is the half of it that a short quotation would keep. */
  @Test
  void showsABadValueWithoutThePasswordThatStandsInIt() {
    String password = "planted-and-long-enough-to-be-cut-in-the-middle";

    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "CAMEO_DATABASE_URL",
                        "postgres://cameo:" + password + "@db.example.org",
                        "CAMEO_ADMIN_KEY",
                        "planted with spaces")))
        .message()
        .contains("CAMEO_DATABASE_URL", "postgres://***", "CAMEO_ADMIN_KEY")
        .doesNotContain("planted");
  }
}
