package io.cameo.service.ops.checklist.network;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the certificate that Cameo itself serves is not about to end. */
final class CertificateFile implements Check {

  private final Optional<Path> file;
  private final Clock clock;

  /**
   * @param file CAMEO_TLS_CERTIFICATE; empty when the port speaks no TLS
   */
  CertificateFile(Optional<Path> file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  @Override
  public About about() {
    return new About(
        Line.SEC_5,
        "certificate-file",
        "The certificate of CAMEO_TLS_CERTIFICATE is not about to end",
        "Reads the end of every certificate in the file.");
  }

  @Override
  public Answer look() throws IOException, CertificateException {
    if (file.isEmpty()) {
      return Answer.notApplicable(
          "CAMEO_TLS_CERTIFICATE is not set: TLS ends before Cameo, or nowhere.");
    }
    List<Instant> ends = new ArrayList<>();
    try (InputStream bytes = Files.newInputStream(file.get())) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
        if (one instanceof X509Certificate certificate) {
          ends.add(certificate.getNotAfter().toInstant());
        }
      }
    }
    if (ends.isEmpty()) {
      return Answer.fail(file.get() + " holds no certificate.", "Put the certificate there.");
    }
    Duration left =
        Duration.between(clock.instant(), ends.stream().min(Instant::compareTo).orElseThrow());
    return CertificateGood.byTime(left, file.get() + ": " + left.toDays() + " days left.");
  }
}
