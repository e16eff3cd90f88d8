package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.s3.S3StoreOptions.Encryption;
import io.cameo.storage.s3.S3StoreOptions.Placement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a write says on the wire of how the object is to be kept. */
class S3PlacementTest {

  private static final String ENCRYPTION = "x-amz-server-side-encryption";
  private static final String KEY = "x-amz-server-side-encryption-aws-kms-key-id";
  private static final String CLASS = "x-amz-storage-class";
  private static final String DIGEST = "x-amz-checksum-sha256";

  private final BlockingQueue<Headers> written = new LinkedBlockingQueue<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      call.getRequestBody().readAllBytes();
      boolean write = call.getRequestMethod().equals("PUT");
      if (write) {
        written.add(call.getRequestHeaders());
        call.getResponseHeaders().set(DIGEST, call.getRequestHeaders().getFirst(DIGEST));
      }
      call.sendResponseHeaders(write ? 200 : 405, -1);
    }
  }

  private Headers write(Placement placement) {
    S3StoreOptions options =
        new S3StoreOptions(
            "acme-avatars",
            new S3StoreOptions.Location(
                Optional.of("eu-central-1"),
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                true),
            Optional.of(new S3StoreOptions.Credentials("AKID", "hush", Optional.empty())),
            S3StoreOptions.Checksums.ALWAYS,
            placement,
            S3StoreOptions.Limits.of(2, Duration.ofSeconds(20)));
    try (S3Store store = S3Store.open(options)) {
      store.put(
          new NewObject("avatars/a/1.jpg", new byte[] {1}, ObjectMetadata.immutable("image/jpeg")));
    }
    assertThat(written).hasSize(1);
    return written.remove();
  }

  @Test
  void aKeyOfTheKeyServiceAndAStorageClassAreSaid() {
    Headers said =
        write(
            new Placement(
                Encryption.KMS,
                Optional.of("arn:aws:kms:eu-central-1:123456789012:key/one"),
                Optional.of("STANDARD_IA")));
    assertThat(said.getFirst(ENCRYPTION)).isEqualTo("aws:kms");
    assertThat(said.getFirst(KEY)).isEqualTo("arn:aws:kms:eu-central-1:123456789012:key/one");
    assertThat(said.getFirst(CLASS)).isEqualTo("STANDARD_IA");
    assertThat(said.getFirst("Authorization"))
        .as("signed, so that nobody on the way changes them")
        .contains(ENCRYPTION, KEY, CLASS);
  }

  @Test
  void amazonsOwnKeysAreSaidWithoutAName() {
    Headers said = write(new Placement(Encryption.AES256, Optional.empty(), Optional.empty()));
    assertThat(said.getFirst(ENCRYPTION)).isEqualTo("AES256");
    assertThat(said).doesNotContainKeys(capital(KEY), capital(CLASS));
  }

  @Test
  void nothingIsSaidWhereTheBucketDecides() {
    Headers said = write(Placement.OF_BUCKET);
    assertThat(said).doesNotContainKeys(capital(ENCRYPTION), capital(KEY), capital(CLASS));
  }

  /** The form in which the server keeps the names of headers. */
  private static String capital(String header) {
    return Character.toUpperCase(header.charAt(0)) + header.substring(1);
  }
}
