package io.cameo.service.http;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How the public port is encrypted.
 *
 * @param files the certificate and its key; empty for a port without TLS
 */
public record TlsSettings(Optional<CertificateFiles> files) {

  /** What the framework calls the certificate, and a label of its metrics. */
  static final String BUNDLE = "cameo";

  private static final String PAGE = " See docs/operations/transport.md.";

  private static final Option<Optional<String>> CERTIFICATE =
      Options.text(
          "CAMEO_TLS_CERTIFICATE",
          "the path of a PEM file",
          "Certificate of the public port, followed by those that lead to its issuer; PORT then"
              + " speaks TLS only. A renewed file is used without a restart"
              + " (docs/operations/transport.md).");

  private static final Option<Optional<String>> KEY =
      Options.text(
          "CAMEO_TLS_KEY",
          "the path of a PEM file",
          "Private key of CAMEO_TLS_CERTIFICATE, not encrypted, readable by nobody else.");

  public static TlsSettings from(Settings settings) {
    Optional<Path> certificate = settings.get(CERTIFICATE).map(TlsSettings::path);
    Optional<Path> key = settings.get(KEY).map(TlsSettings::path);
    if (certificate.isEmpty() && key.isEmpty()) {
      return new TlsSettings(Optional.empty());
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      settings.refuse(
          certificate.isEmpty() ? CERTIFICATE.name() : KEY.name(),
          "is not set, but its other half is: give the certificate and its key." + PAGE);
      return new TlsSettings(Optional.empty());
    }
    CertificateFiles files = new CertificateFiles(certificate.get(), key.get());
    files.wrong().ifPresent(why -> settings.refuse(CERTIFICATE.name(), why + PAGE));
    return new TlsSettings(Optional.of(files));
  }

  private static Path path(String text) {
    return Path.of(text).toAbsolutePath();
  }

  /** Whether the public port speaks TLS. */
  public boolean isOn() {
    return files.isPresent();
  }

  /** What the framework is told about it. */
  public Map<String, Object> properties() {
    return files
        .map(
            pair ->
                Map.<String, Object>of(
                    "server.ssl.bundle",
                    BUNDLE,
                    // The operator's port would take it over.
                    "management.server.ssl.enabled",
                    false,
                    "spring.ssl.bundle.pem.cameo.keystore.certificate",
                    pair.certificate().toUri().toString(),
                    "spring.ssl.bundle.pem.cameo.keystore.private-key",
                    pair.key().toUri().toString(),
                    // A pair that does not belong together is refused, and the old one stays.
                    "spring.ssl.bundle.pem.cameo.keystore.verify-keys",
                    true,
                    "spring.ssl.bundle.pem.cameo.reload-on-update",
                    true,
                    "spring.ssl.bundle.pem.cameo.options.enabled-protocols",
                    "TLSv1.3,TLSv1.2",
                    "spring.ssl.bundle.watch.file.quiet-period",
                    "2s"))
        .orElse(Map.of());
  }
}
