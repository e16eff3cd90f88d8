package io.cameo.service.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import io.cameo.service.settings.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanSettingsTest {

  private static ScanSettings read(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    ScanSettings read = ScanSettings.from(settings, 5_000_000);
    settings.verify();
    return read;
  }

  @Test
  void scansWhereAnAddressIsGivenUnlessItIsTurnedOff() {
    assertThat(read(Map.of()).clamd()).isEmpty();
    assertThat(read(Map.of("CAMEO_CLAMD", "tcp://clamd:3310")).clamd())
        .contains(new ClamdAddress.Tcp("clamd", 3310));
    assertThat(read(Map.of("CAMEO_SCAN", "clamd", "CAMEO_CLAMD", "unix:/run/clamd.ctl")).clamd())
        .contains(new ClamdAddress.Unix(Path.of("/run/clamd.ctl")));
    assertThat(read(Map.of("CAMEO_SCAN", "off", "CAMEO_CLAMD", "tcp://[::1]:3310")).clamd())
        .isEmpty();
  }

  @Test
  void doesNotStartWithAScannerThatHasNoAddress() {
    assertThatThrownBy(() -> read(Map.of("CAMEO_SCAN", "clamd")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CAMEO_CLAMD is not set, but CAMEO_SCAN is clamd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clamd:3310",
        "tcp://clamd",
        "tcp://clamd:0",
        "tcp://clamd:70000",
        "tcp://u@clamd:1",
        "tcp://clamd:1/path",
        "http://clamd:3310",
        "unix:relative",
        "tcp:clamd",
        "nowhere"
      })
  void namesAnAddressThatIsNone(String address) {
    assertThatThrownBy(() -> read(Map.of("CAMEO_CLAMD", address)))
        .hasMessageContaining("must be tcp://host:port or unix:/absolute/path");
  }

  @Test
  void takesSignaturesOfAnyAgeOnlyWhenThatIsSaidAloud() {
    assertThat(read(Map.of()).maxSignatureAge()).contains(java.time.Duration.ofDays(7));
    assertThat(read(Map.of("CAMEO_SCAN_MAX_SIGNATURE_AGE", "off")).maxSignatureAge()).isEmpty();
    assertThatThrownBy(() -> read(Map.of("CAMEO_SCAN_MAX_SIGNATURE_AGE", "0")))
        .hasMessageContaining("or off");
  }
}
