package io.cameo.service.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import io.cameo.service.settings.SettingsException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotifySettingsTest {

  private static final String SECRET = NotifyRig.SECRET;

  private static NotifySettings read(boolean production, String... pairs) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    Settings settings = new Settings(environment);
    NotifySettings read = NotifySettings.from(settings, production, Optional.empty());
    settings.verify();
    return read;
  }

  @Test
  void nothingIsSentWithoutSettings() {
    NotifySettings none = read(true);

    assertThat(none.endpoints()).isEmpty();
    assertThat(none.mail()).isEmpty();
    assertThat(none.operators()).isEmpty();
    assertThat(none.users()).isEmpty();
  }

  @Test
  void eachEndpointHasItsOwnKeys() {
    NotifySettings two =
        read(
            true,
            "CAMEO_WEBHOOKS",
            "https://a.example/x, http://localhost:9/y",
            "CAMEO_WEBHOOK_SECRET",
            SECRET + " " + SECRET + "," + SECRET);

    assertThat(two.endpoints()).hasSize(2);
    assertThat(two.endpoints().getFirst().secrets()).hasSize(2);
    assertThat(two.toString()).doesNotContain("whsec", "/x", "/y", "MfKQ");
    assertThatThrownBy(() -> read(true, "CAMEO_WEBHOOKS", "https://a.example/x"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CAMEO_WEBHOOK_SECRET");
  }

  @Test
  void productionSendsNothingReadableOverANetwork() {
    String[] plain = {
      "CAMEO_WEBHOOKS", "http://a.example/x", "CAMEO_WEBHOOK_SECRET", SECRET,
    };

    assertThatCode(() -> read(false, plain)).doesNotThrowAnyException();
    assertThatThrownBy(() -> read(true, plain)).hasMessageContaining("not https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_AAAA", "whsec_!!!!", "x,x"})
  void aBadKeyStopsTheStartAndIsNotShown(String secret) {
    assertThatThrownBy(
            () ->
                read(
                    false, "CAMEO_WEBHOOKS", "https://a.example/x", "CAMEO_WEBHOOK_SECRET", secret))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CAMEO_WEBHOOK_SECRET")
        .hasMessageNotContaining("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a.example/",
        "https://user:pass@a.example/",
        "https:///x",
        "https://a.example/#x",
        "https://a.example/,https://a.example/",
        "https://a/,https://b/,https://c/,https://d/,https://e/,https://f/"
      })
  void whatIsNoEndpointStopsTheStart(String addresses) {
    assertThatThrownBy(() -> read(false, "CAMEO_WEBHOOKS", addresses))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CAMEO_WEBHOOKS");
  }

  @ParameterizedTest
  @CsvSource({
    "smtp://mail.example.org, , 587, REQUIRED",
    "smtp://mail.example.org:25, off, 25, NONE",
    "smtp://localhost:25, , 25, NONE",
    "smtp://127.0.0.1:25, required, 25, REQUIRED",
    "smtp://127.0.0.1.evil.example, , 587, REQUIRED",
    "smtps://mail.example.org, off, 465, AT_ONCE",
  })
  void aMailServerIsSpokenToSafely(String url, String tls, int port, MailSettings.Tls expected) {
    MailSettings mail =
        read(
                true,
                "CAMEO_SMTP_URL",
                url,
                "CAMEO_SMTP_TLS",
                tls == null ? "" : tls,
                "CAMEO_MAIL_FROM",
                "status@example.org")
            .mail()
            .orElseThrow();

    assertThat(mail.port()).isEqualTo(port);
    assertThat(mail.tls()).isEqualTo(expected);
  }

  @Test
  void whatNeedsSomethingElseSaysSo() {
    assertThatThrownBy(() -> read(false, "CAMEO_NOTIFY_OPERATORS", "ops@example.org"))
        .hasMessageContaining("CAMEO_SMTP_URL");
    assertThatThrownBy(() -> read(false, "CAMEO_SMTP_URL", "smtp://a.example"))
        .hasMessageContaining("CAMEO_MAIL_FROM");
    assertThatThrownBy(() -> read(false, "CAMEO_SMTP_USER", "me"))
        .hasMessageContaining("CAMEO_SMTP_PASSWORD");
    assertThatThrownBy(
            () ->
                read(
                    false,
                    "CAMEO_SMTP_URL",
                    "smtp://a.example",
                    "CAMEO_MAIL_FROM",
                    "a@b.example",
                    "CAMEO_NOTIFY_USERS",
                    "{subject}@b.example"))
        .hasMessageContaining("CAMEO_NOTIFY_UNSUBSCRIBE");
    assertThatThrownBy(() -> read(false, "CAMEO_SMTP_URL", "smtp://me:secret@a.example"))
        .hasMessageContaining("CAMEO_SMTP_URL")
        .hasMessageNotContaining("secret@");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.example,x",
        "a@b.example\nBcc: c@d.example",
        "\"a b\"@c.example",
        "A <a@b.example>",
        "a@b.example;c@d.example",
        "a@",
        "@b.example",
        "a@b..example",
        "\u00e4@b.example"
      })
  void whatIsNoPlainAddressIsNone(String text) {
    assertThat(MailAddress.isOne(text)).isFalse();
  }

  @Test
  void aUsersAddressIsMadeOfTheTemplateOrThereIsNone() {
    NotifySettings.UserMail domain =
        new NotifySettings.UserMail(
            "{subject}@users.example.org", java.net.URI.create("mailto:a@b.example"), 60);
    NotifySettings.UserMail whole =
        new NotifySettings.UserMail("{subject}", java.net.URI.create("mailto:a@b.example"), 60);

    assertThat(domain.address("ann-7.x")).contains("ann-7.x@users.example.org");
    assertThat(domain.address("ann@evil.example")).isEmpty();
    assertThat(whole.address("ann@example.org")).contains("ann@example.org");
    assertThat(whole.address("ann")).isEmpty();
    for (String bad :
        new String[] {"users@example.org", "{subject}{subject}@x.example", "{subject}@"}) {
      assertThatThrownBy(() -> read(false, "CAMEO_NOTIFY_USERS", bad))
          .as(bad)
          .hasMessageContaining("CAMEO_NOTIFY_USERS");
    }
  }

  @Test
  void aPauseIsAsLongAsTheScheduleSaysAndTheLastTryIsTheLast() {
    assertThat(Tries.pause(1, Optional.empty())).contains(java.time.Duration.ofSeconds(5));
    assertThat(Tries.pause(9, Optional.empty())).contains(java.time.Duration.ofHours(24));
    assertThat(Tries.pause(10, Optional.empty())).isEmpty();
  }
}
