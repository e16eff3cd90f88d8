package io.cameo.service.ops.checklist.network;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/** Whether browsers trust the certificate of a public address, and for how long they will. */
final class CertificateGood implements Check {

  /** What renews by itself has done so long before. */
  private static final Duration SOON = Duration.ofDays(21);

  private static final Duration NOW = Duration.ofDays(7);

  private final String setting;
  private final Optional<URI> address;
  private final boolean production;
  private final Handshake handshake;
  private final Clock clock;

  /**
   * @param setting that names the address
   */
  CertificateGood(
      String setting, Optional<URI> address, boolean production, Handshake handshake, Clock clock) {
    this.setting = setting;
    this.address = address;
    this.production = production;
    this.handshake = handshake;
    this.clock = clock;
  }

  @Override
  public About about() {
    return new About(
        Line.SEC_5,
        "certificate-of-" + setting.toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
        "The certificate of " + setting + " is trusted, is for its name, and is not about to end",
        "Greets the server as a browser does, and reads the end of every certificate of its"
            + " chain.");
  }

  @Override
  public Answer look() {
    if (address.isEmpty()) {
      return Answer.notApplicable(setting + " is not set.");
    }
    if (!"https".equals(address.get().getScheme())) {
      String clear = setting + " is " + address.get() + ": whoever is on the way reads along.";
      String remedy = "Put TLS before it, and set " + setting + " to its https:// address.";
      return production ? Answer.fail(clear, remedy) : Answer.warn(clear, remedy);
    }
    try {
      return judge(handshake.with(address.get()));
    } catch (SSLHandshakeException distrusted) {
      return Answer.fail(
          address.get() + " is not trusted: " + distrusted.getMessage(),
          "Serve a certificate of a known issuer for this name, with those between it and its"
              + " issuer's root (docs/operations/transport.md).");
    } catch (IOException away) {
      return Answer.unknown(
          address.get() + " does not answer: " + away.getMessage(),
          "Look whether it can be reached from here at all.");
    }
  }

  private Answer judge(Handshake.Agreed agreed) {
    List<X509Certificate> chain = agreed.chain();
    Instant end =
        chain.stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .min(Instant::compareTo)
            .orElseThrow();
    Duration left = Duration.between(clock.instant(), end);
    String seen =
        address.orElseThrow().getHost()
            + ": "
            + left.toDays()
            + " days left, "
            + chain.size()
            + (chain.size() == 1 ? " certificate, " : " certificates, ")
            + agreed.protocol()
            + ".";
    return byTime(left, seen);
  }

  /** What time is left comes to. */
  static Answer byTime(Duration left, String seen) {
    String renew = "Renew it, and look why that was not done by itself.";
    if (left.compareTo(NOW) < 0) {
      return Answer.fail(seen, renew);
    }
    return left.compareTo(SOON) < 0 ? Answer.warn(seen, renew) : Answer.pass(seen);
  }
}
