package io.cameo.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import io.cameo.service.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops a start with TLS, and what it says. */
class TlsSettingsTest {

  private static final char[] PASSWORD = "of-no-importance".toCharArray();

  @TempDir static Path folder;

  @BeforeAll
  static void makeCertificates() throws Exception {
    make("one", "EC");
    make("two", "EC");
    make("rsa", "RSA");
    make("ed", "Ed25519");
    Files.writeString(folder.resolve("text"), "no PEM");
  }

  /** Makes NAME.pem and NAME.key. */
  private static void make(String name, String algorithm)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD);
    write(name + ".pem", "CERTIFICATE", made.getCertificate(name).getEncoded());
    write(name + ".key", "PRIVATE KEY", made.getKey(name, PASSWORD).getEncoded());
  }

  private static void write(String file, String kind, byte[] bytes) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind));
  }

  private static TlsSettings read(String certificate, String key) {
    Settings settings =
        new Settings(
            Map.of(
                "CAMEO_TLS_CERTIFICATE",
                certificate.isEmpty() ? "" : folder.resolve(certificate).toString(),
                "CAMEO_TLS_KEY",
                key.isEmpty() ? "" : folder.resolve(key).toString()));
    TlsSettings tls = TlsSettings.from(settings);
    settings.verify();
    return tls;
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "rsa", "ed"})
  void takesAPairOfAnyUsualKind(String name) {
    TlsSettings tls = read(name + ".pem", name + ".key");

    assertThat(tls.isOn()).isTrue();
    assertThat(tls.properties())
        .containsEntry("server.ssl.bundle", TlsSettings.BUNDLE)
        .containsEntry("spring.ssl.bundle.pem.cameo.options.enabled-protocols", "TLSv1.3,TLSv1.2");
  }

  @Test
  void isOffWithoutFiles() {
    TlsSettings tls = read("", "");

    assertThat(tls.isOn()).isFalse();
    assertThat(tls.properties()).isEmpty();
  }

  private static void assertRefused(String certificate, String key, String... words) {
    assertThatThrownBy(() -> read(certificate, key))
        .isInstanceOf(SettingsException.class)
        .message()
        .contains(words)
        .contains("docs/operations/transport.md");
  }

  @Test
  void refusesFilesThatAreNoPairAndSaysWhy() {
    assertRefused("one.pem", "two.key", "CAMEO_TLS_CERTIFICATE", "is not the certificate of");
    assertRefused("one.pem", "rsa.key", "CAMEO_TLS_CERTIFICATE", "is not the certificate of");
    assertRefused("one.pem", "one.pem", "CAMEO_TLS_CERTIFICATE", "key");
    assertRefused("one.key", "one.key", "CAMEO_TLS_CERTIFICATE", "cannot be read");
    assertRefused("text", "one.key", "CAMEO_TLS_CERTIFICATE", "cannot be read");
    assertRefused("absent.pem", "one.key", "absent.pem", "no file that this service may read");
    assertRefused("one.pem", "absent.key", "absent.key", "no file that this service may read");
  }

  @Test
  void refusesHalfAPair() {
    assertRefused("one.pem", "", "CAMEO_TLS_KEY", "is not set");
    assertRefused("", "one.key", "CAMEO_TLS_CERTIFICATE", "is not set");
  }
}
