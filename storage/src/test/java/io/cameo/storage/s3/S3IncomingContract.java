package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.IncomingObjects;
import io.cameo.storage.IncomingObjects.Arrived;
import io.cameo.storage.IncomingObjects.Wanted;
import io.cameo.storage.StoredObject;
import io.cameo.storage.UploadForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** What a signed form lets a client do on a server that checks it, and what it does not. */
abstract class S3IncomingContract {

  private static final String KEY = "incoming/0123456789abcdef0123456789abcdef";
  private static final String TYPE = "image/jpeg";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private String bucket;
  private S3Store store;
  private IncomingObjects incoming;

  abstract S3Server server();

  @BeforeEach
  void open() {
    bucket = server().newBucket();
    store = S3Store.open(server().options(bucket));
    incoming = store.incoming().orElseThrow();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private UploadForm form(Instant now) {
    return incoming.form(new Wanted(KEY, TYPE, 10, 1_000, Duration.ofMinutes(5)), now);
  }

  private UploadForm form() {
    return form(Instant.now());
  }

  private static byte[] bytes(int length, char fill) {
    return String.valueOf(fill).repeat(length).getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends it as a browser does; the status of the answer. */
  private static int send(URI url, Map<String, String> fields, byte[] file) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String boundary = "----cameo-tests";
    fields.forEach(
        (name, value) ->
            body.writeBytes(
                ("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n")
                    .formatted(boundary, name, value)
                    .getBytes(StandardCharsets.UTF_8)));
    body.writeBytes(
        ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n")
            .formatted(boundary)
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    try {
      return HTTP.send(
              HttpRequest.newBuilder(url)
                  .timeout(Duration.ofSeconds(30))
                  .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Sends it as it is. */
  static int send(UploadForm form, byte[] file) {
    return send(form.url(), form.fields(), file);
  }

  private void assertRefused(int status) {
    assertThat(status).isBetween(400, 499);
    assertThat(incoming.look(KEY)).as("nothing has arrived").isEmpty();
  }

  private static Map<String, String> with(UploadForm form, String name, String value) {
    Map<String, String> fields = new LinkedHashMap<>(form.fields());
    fields.put(name, value);
    return fields;
  }

  @Test
  void takesWhatTheFormAllows() {
    assertThat(send(form(), bytes(500, 'a'))).isBetween(200, 204);

    Arrived arrived = incoming.look(KEY).orElseThrow();
    assertThat(arrived.bytes()).isEqualTo(500);
    assertThat(arrived.contentType()).isEqualTo(TYPE);
    try (StoredObject object = incoming.open(arrived).orElseThrow()) {
      assertThat(object.readAll(1_000)).isEqualTo(bytes(500, 'a'));
    }
  }

  @Test
  void allowsTheExactLengthThatWasAnnouncedAndNoOther() {
    UploadForm exact =
        incoming.form(new Wanted(KEY, TYPE, 321, 321, Duration.ofMinutes(5)), Instant.now());
    assertRefused(send(exact, bytes(322, 'a')));
    assertRefused(send(exact, bytes(320, 'a')));
    assertThat(send(exact, bytes(321, 'a'))).isBetween(200, 204);
  }

  @ParameterizedTest
  @CsvSource({"1001", "200000", "9"})
  void refusesAFileOfAnotherLength(int length) {
    assertRefused(send(form(), bytes(length, 'a')));
  }

  @ParameterizedTest
  @CsvSource({
    "key, incoming/ffffffffffffffffffffffffffffffff",
    "key, avatars/0123456789abcdef0123456789abcdef/256.jpg",
    "key, incoming/${filename}",
    "Content-Type, text/html",
    "acl, public-read",
    "success_action_redirect, https://evil.example/",
    "x-amz-meta-owner, somebody",
    "x-amz-website-redirect-location, https://evil.example/",
    "tagging, <Tagging><TagSet></TagSet></Tagging>",
    "x-amz-signature, 0000000000000000000000000000000000000000000000000000000000000000",
    "x-amz-date, 20200101T000000Z"
  })
  void refusesAChangedOrAddedField(String name, String value) {
    UploadForm form = form();
    assertRefused(send(form.url(), with(form, name, value), bytes(500, 'a')));
    assertThat(store.list("", Optional.empty(), 10).objects()).isEmpty();
  }

  @Test
  void refusesAPolicyThatWasWidened() {
    UploadForm form = form();
    String policy =
        new String(Base64.getDecoder().decode(form.fields().get("policy")), StandardCharsets.UTF_8);
    String wider = policy.replace("10,1000]", "0,99999999]");
    assertThat(wider).isNotEqualTo(policy);
    String encoded = Base64.getEncoder().encodeToString(wider.getBytes(StandardCharsets.UTF_8));
    assertRefused(send(form.url(), with(form, "policy", encoded), bytes(2_000, 'a')));
  }

  @Test
  void refusesAFormWhoseTimeIsOver() {
    assertRefused(send(form(Instant.now().minus(Duration.ofMinutes(6))), bytes(500, 'a')));
  }

  @Test
  void refusesTheFormForAnotherBucket() {
    UploadForm form = form();
    String other = server().newBucket();
    URI there = URI.create(form.url().toString().replace(bucket, other));
    assertThat(there).isNotEqualTo(form.url());
    assertThat(send(there, form.fields(), bytes(500, 'a'))).isBetween(400, 499);
  }

  /** What was checked is what is read, also when the client uploads again in between. */
  @Test
  void doesNotReadWhatWasPutInThePlaceOfWhatWasLookedAt() {
    assertThat(send(form(), bytes(500, 'a'))).isBetween(200, 204);
    Arrived first = incoming.look(KEY).orElseThrow();
    assertThat(send(form(), bytes(500, 'b'))).isBetween(200, 204);

    assertThat(incoming.open(first)).isEmpty();
  }

  @Test
  void readsTheVersionThatWasLookedAtAndRemovesAllOfThem() {
    try (S3Client client = server().client()) {
      client.putBucketVersioning(
          put ->
              put.bucket(bucket)
                  .versioningConfiguration(to -> to.status(BucketVersioningStatus.ENABLED)));
      assertThat(send(form(), bytes(500, 'a'))).isBetween(200, 204);
      Arrived first = incoming.look(KEY).orElseThrow();
      assertThat(send(form(), bytes(500, 'b'))).isBetween(200, 204);
      client.putObject(put -> put.bucket(bucket).key(KEY + "0"), RequestBody.fromString("other"));

      assertThat(first.version()).isPresent();
      try (StoredObject object = incoming.open(first).orElseThrow()) {
        assertThat(object.readAll(1_000)).isEqualTo(bytes(500, 'a'));
      }
      incoming.deleteAll(List.of(KEY));
      assertThat(incoming.look(KEY)).isEmpty();
      assertThat(incoming.open(first)).isEmpty();
      assertThat(client.listObjectVersions(of -> of.bucket(bucket).prefix("incoming/")).versions())
          .singleElement()
          .satisfies(left -> assertThat(left.key()).isEqualTo(KEY + "0"));
    }
  }

  @Test
  void removesWhatIsThereAndWhatIsNot() {
    assertThat(send(form(), bytes(500, 'a'))).isBetween(200, 204);
    incoming.deleteAll(List.of(KEY, "incoming/never"));
    incoming.deleteAll(List.of(KEY));
    assertThat(incoming.look(KEY)).isEmpty();
  }
}
