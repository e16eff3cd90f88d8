package io.cameo.service.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** E-mail over STARTTLS and with a login, to a server whose certificate this JVM trusts. */
@Timeout(60)
class SmtpTlsTest {

  private static final String USER = "cameo";
  private static final String PASSWORD = "password-of-the-mail-tests";

  private static SSLContext before;
  private static SSLContext server;
  private static SSLContext trusting;

  private SmtpServer smtp;

  @BeforeAll
  static void makeACertificate(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("mail.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "mail",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "secret")
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(file)) {
      store.load(bytes, "secret".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "secret".toCharArray());
    server = SSLContext.getInstance("TLS");
    server.init(keys.getKeyManagers(), null, null);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("mail", store.getCertificate("mail"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
    before = SSLContext.getDefault();
  }

  @AfterAll
  static void trustAsBefore() {
    SSLContext.setDefault(before);
  }

  @BeforeEach
  void listen() {
    SSLContext.setDefault(trusting);
    smtp = new SmtpServer(server, USER, PASSWORD);
  }

  @AfterEach
  void stop() {
    smtp.close();
  }

  private Outcome send(String host, String password) {
    try (Mails mails =
        new Mails(
            new MailSettings(
                host,
                smtp.port(),
                MailSettings.Tls.REQUIRED,
                Optional.of(new MailSettings.Login(USER, password)),
                "status@example.org"),
            new NotifySettings.Sender("Cameo", Optional.empty()),
            Duration.ofSeconds(20))) {
      return mails.send(
          new Mails.Mail(
              "id",
              "ops@example.org",
              Date.from(Instant.EPOCH),
              new MailText("Subject", "The very words"),
              Optional.empty()));
    }
  }

  @Test
  void mailIsDeliveredOverStarttlsByWhoHasLoggedIn() {
    assertThat(send("localhost", PASSWORD)).isInstanceOf(Outcome.Sent.class);

    assertThat(smtp.messages).hasSize(1);
    SmtpServer.Message message = smtp.messages.getFirst();
    assertThat(message.encrypted()).isTrue();
    assertThat(message.user()).isEqualTo(USER);
    assertThat(message.from()).contains("<status@example.org>");
    assertThat(message.to()).contains("<ops@example.org>");
    assertThat(message.text()).contains("Subject: Subject").contains("The very words");
    assertThat(smtp.inTheClear)
        .as("before the handshake it only asks what there is")
        .allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
  }

  @Test
  void aServerWithoutStarttlsHearsNeitherThePasswordNorTheMail() {
    smtp.offersTls = false;

    assertThat(send("localhost", PASSWORD)).isInstanceOf(Outcome.Later.class);

    assertThat(smtp.messages).isEmpty();
    assertThat(smtp.inTheClear).isNotEmpty().noneMatch(line -> line.startsWith("AUTH"));
    assertThat(smtp.inTheClear).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void whoOffersStarttlsAndThenRefusesItHearsNothingMore() {
    smtp.refusesTls = true;

    assertThat(send("localhost", PASSWORD)).isInstanceOf(Outcome.Later.class);

    assertThat(smtp.messages).isEmpty();
    assertThat(smtp.inTheClear).contains("STARTTLS").noneMatch(line -> line.startsWith("AUTH"));
  }

  @Test
  void aCertificateOfNobodyOrOfAnotherNameEndsItBeforeTheLogin() {
    SSLContext.setDefault(before);
    assertThat(send("localhost", PASSWORD)).isInstanceOf(Outcome.Later.class);
    SSLContext.setDefault(trusting);
    assertThat(send(InetAddress.getLoopbackAddress().getHostAddress(), PASSWORD))
        .as("the certificate is for localhost")
        .isInstanceOf(Outcome.Later.class);

    assertThat(smtp.messages).isEmpty();
    assertThat(smtp.logins).isEmpty();
  }

  @Test
  void aWrongPasswordSendsNothingAndIsTriedAgainLater() {
    assertThat(send("localhost", "wrong")).isInstanceOf(Outcome.Later.class);

    assertThat(smtp.logins).hasSize(1);
    assertThat(smtp.messages).isEmpty();
  }
}
