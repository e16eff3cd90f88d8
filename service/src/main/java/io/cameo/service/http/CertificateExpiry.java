package io.cameo.service.http;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import org.springframework.boot.ssl.SslBundles;

/** Until when the certificate in use is good. Renewed ones are seen as soon as they are used. */
final class CertificateExpiry {

  private final SslBundles bundles;
  private final Clock clock;

  CertificateExpiry(SslBundles bundles, Clock clock) {
    this.bundles = bundles;
    this.clock = clock;
  }

  /** Seconds that are left; less than 0 when it is over, not a number when nobody can tell. */
  double seconds() {
    try {
      return Duration.between(clock.instant(), end()).toSeconds();
    } catch (KeyStoreException unreadable) {
      return Double.NaN;
    }
  }

  private Instant end() throws KeyStoreException {
    KeyStore store = bundles.getBundle(TlsSettings.BUNDLE).getStores().getKeyStore();
    if (store == null) {
      throw new KeyStoreException("there is no key store");
    }
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
      }
    }
    throw new KeyStoreException("there is no certificate");
  }
}
