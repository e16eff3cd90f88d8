package io.cameo.service.ops.checklist.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Greets a server as a browser does: its chain must be trusted, and be for its name. */
interface Handshake {

  /** Longest wait for a connection, and for each part of the greeting. */
  Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * What was agreed.
   *
   * @param protocol such as {@code TLSv1.3}
   * @param chain the server's certificate first
   */
  record Agreed(String protocol, List<X509Certificate> chain) {}

  /**
   * @throws SSLHandshakeException when the server is not trusted
   * @throws IOException when it does not answer
   */
  Agreed with(URI address) throws IOException;

  /** With this way of trusting. */
  static Handshake by(SSLSocketFactory sockets) {
    return address -> {
      int port = address.getPort() < 0 ? 443 : address.getPort();
      try (Socket plain = new Socket()) {
        plain.connect(new InetSocketAddress(address.getHost(), port), (int) PATIENCE.toMillis());
        plain.setSoTimeout((int) PATIENCE.toMillis());
        try (SSLSocket socket =
            (SSLSocket) sockets.createSocket(plain, address.getHost(), port, true)) {
          SSLParameters parameters = socket.getSSLParameters();
          parameters.setEndpointIdentificationAlgorithm("HTTPS");
          socket.setSSLParameters(parameters);
          socket.startHandshake();
          List<X509Certificate> chain = new ArrayList<>();
          for (Certificate certificate : socket.getSession().getPeerCertificates()) {
            if (certificate instanceof X509Certificate known) {
              chain.add(known);
            }
          }
          return new Agreed(socket.getSession().getProtocol(), chain);
        }
      }
    };
  }
}
