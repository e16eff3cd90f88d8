package io.cameo.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import io.cameo.service.settings.SettingsException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names of web ACLs are taken. */
class FirewallSettingsTest {

  private static FirewallSettings read(String acl) {
    Settings settings = new Settings(Map.of("CAMEO_WAF_ACL", acl));
    FirewallSettings read = FirewallSettings.from(settings);
    settings.verify();
    return read;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/cameo-uploads/a1b2-c3",
        "arn:aws:wafv2:us-east-1:123456789012:global/webacl/cameo/a1b2",
        "arn:aws-cn:wafv2:cn-north-1:123456789012:regional/webacl/cameo/a1b2"
      })
  void takesAWebAclOfAnyScopeAndPartition(String arn) {
    assertThat(read(arn).acl()).contains(arn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cameo",
        "a1b2-of-waf-classic",
        "arn:aws:wafv2:eu-central-1:123456789012:regional/rulegroup/cameo/a1b2",
        "arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CAMEO_WAF_ACL")
        .hasMessageContaining("regional/webacl");
  }
}
