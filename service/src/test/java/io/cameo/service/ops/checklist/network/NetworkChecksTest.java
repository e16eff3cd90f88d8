package io.cameo.service.ops.checklist.network;

import static io.cameo.service.ops.checklist.line.CannedWeb.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cameo.service.cdn.CloudFrontLook.Distribution;
import io.cameo.service.cdn.Probe;
import io.cameo.service.ops.checklist.firewall.Firewall;
import io.cameo.service.ops.checklist.firewall.Firewall.Limit;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.CannedWeb;
import io.cameo.service.ops.checklist.line.Mark;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks of CDN and certificates say when all is well, and when it is not. */
class NetworkChecksTest {

  private static final Optional<URI> BASE = Optional.of(URI.create("https://cdn.test"));
  private static final Supplier<Optional<String>> PICTURE = () -> Optional.of("/a/1/64.jpg");

  private static final String[] HEADERS = {
    "Content-Type", "image/jpeg",
    "Cache-Control", "public, max-age=31536000, immutable",
    "X-Content-Type-Options", "nosniff",
    "Content-Security-Policy", "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy", "cross-origin",
    "Access-Control-Allow-Origin", "*",
    "ETag", "\"1-64\""
  };

  @Test
  void everyHeaderThatTheCdnLosesIsNamed() throws Exception {
    assertThat(
            new CdnDelivers(BASE, PICTURE, CannedWeb.always(reply(200, "x", HEADERS)))
                .look()
                .mark())
        .isEqualTo(Mark.PASS);
    Answer bare =
        new CdnDelivers(
                BASE,
                PICTURE,
                CannedWeb.always(reply(200, "x", "Content-Type", "text/html", "Set-Cookie", "a=1")))
            .look();
    assertThat(bare.mark()).isEqualTo(Mark.FAIL);
    assertThat(bare.evidence()).hasSize(8).anyMatch(line -> line.contains("cookie"));
    assertThat(new CdnDelivers(BASE, PICTURE, CannedWeb.always(reply(502, ""))).look().mark())
        .isEqualTo(Mark.FAIL);
    assertThat(
            new CdnDelivers(BASE, Optional::empty, CannedWeb.always(reply(502, ""))).look().mark())
        .isEqualTo(Mark.UNKNOWN);
    assertThat(
            new CdnDelivers(Optional.empty(), PICTURE, CannedWeb.always(reply(502, "")))
                .look()
                .mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }

  private static Mark keeps(Probe.Cache... answers) {
    int[] asked = {0};
    return new CdnKeeps(
            Optional.of(
                path -> new Probe.Seen(200, true, Optional.empty(), answers[asked[0]++], "")),
            PICTURE)
        .look()
        .mark();
  }

  @Test
  void whatTheCdnSaysOfItsCacheIsRead() {
    assertThat(keeps(Probe.Cache.MISS, Probe.Cache.HIT)).isEqualTo(Mark.PASS);
    assertThat(keeps(Probe.Cache.MISS, Probe.Cache.MISS, Probe.Cache.MISS)).isEqualTo(Mark.FAIL);
    assertThat(keeps(Probe.Cache.UNKNOWN, Probe.Cache.UNKNOWN, Probe.Cache.UNKNOWN))
        .isEqualTo(Mark.UNKNOWN);
    assertThat(new CdnKeeps(Optional.empty(), PICTURE).look().mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }

  private static Mark origin(int status) throws Exception {
    return new OriginHidden(
            true,
            () -> Optional.of(URI.create("https://s3.test/acme")),
            () -> Optional.of("avatars/1/64.jpg"),
            CannedWeb.always(reply(status, "")))
        .look()
        .mark();
  }

  @Test
  void aBucketBehindTheCdnMustRefuse() throws Exception {
    assertThat(origin(403)).isEqualTo(Mark.PASS);
    assertThat(origin(200)).isEqualTo(Mark.FAIL);
    assertThat(origin(503)).isEqualTo(Mark.UNKNOWN);
  }

  private static Distribution distribution(Optional<String> firewall, boolean clear) {
    return new Distribution(
        "E2EX",
        true,
        List.of("avatars.example.org"),
        firewall,
        clear,
        clear ? List.of("acme.s3.eu-central-1.amazonaws.com") : List.of());
  }

  private static final Limit BLOCKS = new Limit("rate", "500 in 300 s by IP", true, List.of());
  private static final Limit COUNTS = new Limit("rate", "500 in 300 s by IP", false, List.of());
  private static final Limit PARTLY =
      new Limit("rate", "500 in 300 s by IP", true, List.of("POST /v1/uploads"));

  private static Answer firewall(Optional<String> acl, String host, Limit... limits) {
    return new FirewallThere(
            Optional.empty(),
            Optional.of(host),
            Optional.of(() -> List.of(distribution(acl, false))),
            arn -> new Firewall(arn, true, List.of(limits)))
        .look();
  }

  @Test
  void aFirewallCountsOnlyWhereUploadsGo() {
    Optional<String> arn = Optional.of("arn:aws:wafv2:x");
    assertThat(firewall(arn, "avatars.example.org", BLOCKS).mark()).isEqualTo(Mark.PASS);
    assertThat(firewall(Optional.empty(), "avatars.example.org", BLOCKS).mark())
        .isEqualTo(Mark.FAIL);
    assertThat(firewall(arn, "api.example.org", BLOCKS).mark()).isEqualTo(Mark.UNKNOWN);
    assertThat(firewall(Optional.of("0a1b-classic"), "avatars.example.org", BLOCKS).mark())
        .as("what has ended is not asked")
        .isEqualTo(Mark.UNKNOWN);
    assertThat(
            new FirewallThere(Optional.empty(), Optional.empty(), Optional.empty(), none -> null)
                .look()
                .mark())
        .isEqualTo(Mark.UNKNOWN);
  }

  @Test
  void aFirewallPassesOnlyWhenARuleBlocksWhoUploadsTooOften() {
    Optional<String> arn = Optional.of("arn:aws:wafv2:x");
    assertThat(firewall(arn, "avatars.example.org", COUNTS, BLOCKS).mark()).isEqualTo(Mark.PASS);
    Answer counting = firewall(arn, "avatars.example.org", COUNTS);
    assertThat(counting.mark()).isEqualTo(Mark.WARN);
    assertThat(counting.evidence().getFirst()).contains("does not block");
    Answer partly = firewall(arn, "avatars.example.org", PARTLY);
    assertThat(partly.mark()).isEqualTo(Mark.WARN);
    assertThat(partly.evidence().getFirst()).contains("POST /v1/uploads");
    Answer none = firewall(arn, "avatars.example.org");
    assertThat(none.mark()).isEqualTo(Mark.WARN);
    assertThat(none.evidence().getFirst()).contains("limits by rate");
  }

  @Test
  void theWebAclOfTheSettingsIsAskedWithoutCloudFrontAndHasToStandBeforeSomething() {
    for (boolean placed : List.of(true, false)) {
      Answer answer =
          new FirewallThere(
                  Optional.of("arn:regional"),
                  Optional.empty(),
                  Optional.empty(),
                  arn -> new Firewall(arn, placed, List.of(BLOCKS)))
              .look();
      assertThat(answer.mark()).isEqualTo(placed ? Mark.PASS : Mark.FAIL);
    }
  }

  @Test
  void aDistributionThatIsOpenIsNamedWithAllThatIsWrong() {
    assertThat(
            new CloudFrontSetup(true, () -> List.of(distribution(Optional.empty(), false)))
                .look()
                .mark())
        .isEqualTo(Mark.PASS);
    Answer open =
        new CloudFrontSetup(true, () -> List.of(distribution(Optional.empty(), true))).look();
    assertThat(open.mark()).isEqualTo(Mark.FAIL);
    assertThat(open.evidence()).hasSize(2);
    assertThat(new CloudFrontSetup(false, List::of).look().mark()).isEqualTo(Mark.NOT_APPLICABLE);
  }

  private static KeyStore certificate(Path folder, int days) throws Exception {
    Path file = folder.resolve("of-" + days + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                Integer.toString(days),
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
    return store;
  }

  private static HttpsServer serve(KeyStore store) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.start();
    return server;
  }

  private static SSLSocketFactory trusting(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("x", store.getCertificate("x"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static Answer look(URI address, Handshake handshake, Duration later) throws Exception {
    return new CertificateGood(
            "CDN_BASE_URL",
            Optional.of(address),
            true,
            handshake,
            Clock.offset(Clock.systemUTC(), later))
        .look();
  }

  /** Against a real server: trust, name and days are those of the handshake. */
  @Test
  void aCertificateIsGreetedAsABrowserDoes(@TempDir Path folder) throws Exception {
    KeyStore store = certificate(folder, 90);
    HttpsServer server = serve(store);
    try {
      int port = server.getAddress().getPort();
      URI right = URI.create("https://localhost:" + port);
      Handshake trusted = Handshake.by(trusting(store));

      Answer good = look(right, trusted, Duration.ZERO);
      assertThat(good.mark()).as(good.toString()).isEqualTo(Mark.PASS);
      assertThat(good.evidence().getFirst())
          .startsWith("localhost: 89 days left")
          .contains("TLSv1");
      assertThat(look(right, trusted, Duration.ofDays(75)).mark()).isEqualTo(Mark.WARN);
      assertThat(look(right, trusted, Duration.ofDays(86)).mark()).isEqualTo(Mark.FAIL);
      Answer stranger =
          look(
              right, Handshake.by((SSLSocketFactory) SSLSocketFactory.getDefault()), Duration.ZERO);
      assertThat(stranger.mark()).isEqualTo(Mark.FAIL);
      assertThat(stranger.evidence().getFirst()).contains("is not trusted");
      Answer nobody = look(URI.create("https://127.0.0.1:1"), trusted, Duration.ZERO);
      assertThat(nobody.mark()).isEqualTo(Mark.UNKNOWN);
      assertThat(nobody.evidence().getFirst()).contains("127.0.0.1:1 does not answer");
      assertThat(look(URI.create("https://127.0.0.1:" + port), trusted, Duration.ZERO).mark())
          .as("another name")
          .isEqualTo(Mark.FAIL);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theEndOfACertificateOnDiskIsRead(@TempDir Path folder) throws Exception {
    byte[] bytes = certificate(folder, 90).getCertificate("x").getEncoded();
    Path file =
        Files.writeString(
            folder.resolve("certificate.pem"),
            "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(bytes)
                + "\n-----END CERTIFICATE-----\n");

    assertThat(onDisk(file, Duration.ZERO)).isEqualTo(Mark.PASS);
    assertThat(onDisk(file, Duration.ofDays(75))).isEqualTo(Mark.WARN);
    assertThat(onDisk(file, Duration.ofDays(100))).isEqualTo(Mark.FAIL);
    assertThat(new CertificateFile(Optional.empty(), Clock.systemUTC()).look().mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }

  private static Mark onDisk(Path file, Duration later) throws Exception {
    return new CertificateFile(Optional.of(file), Clock.offset(Clock.systemUTC(), later))
        .look()
        .mark();
  }

  @Test
  void anAddressInTheClearIsNoneForProduction() throws Exception {
    Handshake none =
        address -> {
          throw new AssertionError("there is nothing to greet");
        };
    assertThat(look(URI.create("http://cdn.test"), none, Duration.ZERO).mark())
        .isEqualTo(Mark.FAIL);
    assertThat(
            new CertificateGood("X", Optional.empty(), true, none, Clock.systemUTC()).look().mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }
}
