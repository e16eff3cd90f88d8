package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The program with a certificate of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

  private static final String REQUEST = "GET /v1/limits HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  private static final Duration RELOAD = Duration.ofSeconds(30);

  private final SSLContext client = trusting();
  private Program program;
  private Certificates certificates;

  @BeforeAll
  void start() {
    Path home = Homes.prepared();
    certificates = new Certificates(home);
    certificates.renew("first");
    program =
        Program.start(
            home,
            Map.of(
                "CAMEO_TLS_CERTIFICATE", certificates.certificate().toString(),
                "CAMEO_TLS_KEY", certificates.key().toString()));
  }

  @AfterAll
  void stop() {
    program.close();
  }

  /** Trusts any certificate: which one it is, the test looks at itself. */
  private static SSLContext trusting() {
    TrustManager all =
        new X509ExtendedTrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {all}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", program.port());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static String name(SSLSocket socket) throws IOException {
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  private String shownName() throws IOException {
    try (SSLSocket socket = connect()) {
      return name(socket);
    }
  }

  private static String ask(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    StringBuilder said = new StringBuilder();
    byte[] bytes = new byte[4096];
    InputStream in = socket.getInputStream();
    while (said.indexOf("\r\n0\r\n\r\n") < 0) {
      int read = in.read(bytes);
      if (read < 0) {
        return said.toString();
      }
      said.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
    }
    return said.toString();
  }

  @Test
  void aRenewedCertificateIsUsedWithoutARestartAndABadOneIsNot() throws IOException {
    try (SSLSocket old = connect()) {
      String before = name(old);
      assertThat(ask(old)).startsWith("HTTP/1.1 200");

      certificates.renew("second");

      Wait.until("the new certificate", RELOAD, () -> shownName().equals("CN=second"));
      assertThat(before).isEqualTo("CN=first");
      assertThat(ask(old)).as("on the connection from before").startsWith("HTTP/1.1 200");
    }

    certificates.renewOnlyTheCertificate("third");

    Wait.until(
        "a line that says why the new pair is not used",
        RELOAD,
        () -> program.log().contains("matches none of the certificates"));
    assertThat(shownName()).isEqualTo("CN=second");

    certificates.renew("fourth");

    Wait.until("the next good certificate", RELOAD, () -> shownName().equals("CN=fourth"));
  }

  @Test
  void theTimeThatIsLeftIsAMetricAndInHealth() throws Exception {
    Matcher left =
        Pattern.compile("(?m)^cameo_tls_certificate_left_seconds(?:\\{[^}]*})? (\\S+)$")
            .matcher(management("/metrics"));

    assertThat(left.find()).isTrue();
    assertThat(Double.parseDouble(left.group(1))).isBetween(29.0 * 86_400, 30.0 * 86_400);
    assertThat(management("/health")).contains("\"ssl\"").contains("validChains");
  }

  private String management(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(program.management(path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** Many callers drop an answer with a header that HTTP/2 does not have. */
  @Test
  void h5WhatIsRefusedUnreadHasNoHeaderOfConnections() throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(client).build()) {
      URI base = URI.create("https://127.0.0.1:" + program.port() + "/");
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(base.resolve("/v1/avatars/alice;x.png")).build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.headers().firstValue("connection")).isEmpty();
    }
  }

  @Test
  void h5Http2IsAgreedByAlpnAndPicturesAreTakenAndGiven() throws Exception {
    String subject = Api.subject();
    try (HttpClient http = HttpClient.newBuilder().sslContext(client).build()) {
      URI base = URI.create("https://127.0.0.1:" + program.port() + "/");
      HttpResponse<String> taken =
          http.send(
              HttpRequest.newBuilder(base.resolve("/v1/avatars/" + subject))
                  .header("Authorization", "Bearer " + Program.ADMIN_KEY)
                  .header("Content-Type", "image/jpeg")
                  .PUT(
                      HttpRequest.BodyPublishers.ofByteArray(
                          Pictures.jpeg(Pictures.quarters(600, 400))))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      HttpResponse<byte[]> given =
          http.send(
              HttpRequest.newBuilder(base.resolve("/u/" + subject + ".jpg")).build(),
              HttpResponse.BodyHandlers.ofByteArray());

      assertThat(taken.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
      assertThat(taken.body()).contains("https://127.0.0.1:" + program.port() + "/a/");
      assertThat(given.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(given.headers().firstValue("Content-Type")).contains("image/jpeg");
    }
  }

  @Test
  void nothingOlderThanTls12IsSpoken() throws IOException {
    // A greeting of TLS 1.1 with the suite ECDHE-ECDSA-AES128-SHA; the JDK itself makes none.
    byte[] hello =
        HexFormat.of()
            .parseHex("160301002d010000290302" + "00".repeat(32) + "00" + "0002c009" + "0100");
    try (Socket socket = new Socket("127.0.0.1", program.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(hello);

      byte[] alert = socket.getInputStream().readNBytes(7);

      assertThat(alert[0]).as("an alert").isEqualTo((byte) 21);
      assertThat(alert[5]).as("a fatal one").isEqualTo((byte) 2);
      assertThat(alert[6]).as("that the version is not spoken").isEqualTo((byte) 70);
    }
  }

  @Test
  void whoSpeaksWithoutTlsGetsNothing() {
    try (RawConnection connection = new RawConnection(program)) {
      String said = connection.send(REQUEST).untilClosed();

      assertThat(said).doesNotContain("HTTP/1.1 200").doesNotContain("image/avif");
    }
  }
}
