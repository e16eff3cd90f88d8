package io.cameo.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import io.cameo.service.settings.SettingsException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Where a request comes from, behind proxies and behind pretended ones. */
class ClientAddressTest {

  private static final String PROXIES = "10.0.0.0/8,127.0.0.1,2001:db8:aa::/48";

  private static ProxySettings settings(String field) {
    return ProxySettings.from(
        new Settings(Map.of("CAMEO_TRUSTED_PROXIES", PROXIES, "CAMEO_FORWARDED_FIELD", field)));
  }

  private static String seen(String field, String peer, String header, String... values) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(peer);
    for (String value : values) {
      request.addHeader(header, value);
    }
    return new ClientAddress(settings(field)).of(request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1.1.1 | 203.0.113.9 | 203.0.113.9",
        "10.1.1.1 | 203.0.113.9, 10.9.9.9 | 203.0.113.9",
        // A caller that invents addresses is known by the one that the first proxy saw.
        "10.1.1.1 | 1.1.1.1, 203.0.113.9, 10.9.9.9 | 203.0.113.9",
        "10.1.1.1 | 10.0.0.5, 203.0.113.9 | 203.0.113.9",
        "10.1.1.1 | 203.0.113.9, 127.0.0.1, 10.2.2.2 | 203.0.113.9",
        "2001:db8:aa::1 | 2001:db8:1::7 | 2001:db8:1:0:0:0:0:7",
        "10.1.1.1 | [2001:db8:1::7]:443 | 2001:db8:1:0:0:0:0:7",
        "10.1.1.1 | 203.0.113.9:51000 | 203.0.113.9",
        "10.1.1.1 | ::ffff:203.0.113.9 | 203.0.113.9",
        // What cannot be read was not written by a proxy of ours: the proxy itself is counted.
        "10.1.1.1 | 203.0.113.9, unknown | 10.1.1.1",
        "10.1.1.1 | 203.0.113.9, evil.example.org, 10.9.9.9 | 10.9.9.9",
        "10.1.1.1 | 203.0.113.9, '' | 10.1.1.1",
        // All are ours: the left-most one is where it began.
        "10.1.1.1 | 10.0.0.5, 10.0.0.6 | 10.0.0.5",
        // The peer is none of ours: whatever it says is not believed.
        "203.0.113.50 | 1.1.1.1 | 203.0.113.50",
        "203.0.113.50 | 10.0.0.1 | 203.0.113.50",
        "11.0.0.1 | 1.1.1.1 | 11.0.0.1",
        "2001:db8:ab::1 | 1.1.1.1 | 2001:db8:ab::1"
      })
  void theCallerIsTheRightMostAddressThatIsNotAProxy(String peer, String header, String caller) {
    assertThat(seen("x-forwarded-for", peer, "X-Forwarded-For", header)).isEqualTo(caller);
  }

  @Test
  void severalLinesOfTheHeaderAreOneList() {
    assertThat(
            seen(
                "x-forwarded-for",
                "10.1.1.1",
                "X-Forwarded-For",
                "1.1.1.1",
                "203.0.113.9",
                "10.2.2.2"))
        .isEqualTo("203.0.113.9");
  }

  @Test
  void aHeaderWithoutEndIsNotFollowed() {
    String proxies = "10.0.0.1,".repeat(2_000) + "10.0.0.2";
    assertThat(seen("x-forwarded-for", "10.1.1.1", "X-Forwarded-For", "1.1.1.1," + proxies))
        .isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=203.0.113.9 | 203.0.113.9",
        "for=1.1.1.1, For=\"203.0.113.9:51000\";proto=https;by=10.1.1.1 | 203.0.113.9",
        "proto=https;for=\"[2001:db8:1::7]:4711\" | 2001:db8:1:0:0:0:0:7",
        "for=203.0.113.9, for=_hidden | 10.1.1.1",
        "for=203.0.113.9, proto=https | 10.1.1.1"
      })
  void theStandardHeaderIsReadWhenItIsChosen(String header, String caller) {
    assertThat(seen("forwarded", "10.1.1.1", "Forwarded", header)).isEqualTo(caller);
  }

  @Test
  void theHeaderThatWasNotChosenIsNeverBelieved() {
    assertThat(seen("x-forwarded-for", "10.1.1.1", "Forwarded", "for=1.1.1.1"))
        .isEqualTo("10.1.1.1");
    assertThat(seen("forwarded", "10.1.1.1", "X-Forwarded-For", "1.1.1.1")).isEqualTo("10.1.1.1");
    assertThat(seen("x-forwarded-for", "10.1.1.1", "X-Real-IP", "1.1.1.1")).isEqualTo("10.1.1.1");
  }

  @Test
  void withoutProxiesNoHeaderIsBelieved() {
    ProxySettings none = ProxySettings.from(new Settings(Map.of()));
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr("10.1.1.1");
    request.addHeader("X-Forwarded-For", "1.1.1.1");

    assertThat(new ClientAddress(none).of(request)).isEqualTo("10.1.1.1");
    assertThat(new HttpConfiguration().clientAddressFilter(none).isEnabled()).isFalse();
    assertThat(new HttpConfiguration().clientAddressFilter(settings("x-forwarded-for")).isEnabled())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.1/8",
        "proxy.example.org",
        "10.0.0.0/8/8",
        "2001:db8::/129",
        "10.0.0.0/x"
      })
  void aNetworkThatIsNoneStopsTheStart(String network) {
    Map<String, String> environment = new HashMap<>(Map.of("CAMEO_TRUSTED_PROXIES", network));
    Settings settings = new Settings(environment);
    ProxySettings.from(settings);

    assertThatThrownBy(settings::verify)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CAMEO_TRUSTED_PROXIES")
        .hasMessageContaining("networks such as 10.0.0.0/8");
  }
}
