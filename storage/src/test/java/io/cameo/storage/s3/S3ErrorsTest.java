package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.StorageFullException;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.s3.FaultProxy.Fault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told, for answers as Amazon gives them. */
class S3ErrorsTest {

  private static final String BUCKET = "avatars-of-acme";

  private final FaultProxy proxy = new FaultProxy(URI.create("http://127.0.0.1:1"));
  private final S3Store store = open(proxy.address(), "eu-central-1");

  private static S3Store open(URI endpoint, String region) {
    return S3Store.open(
        new S3StoreOptions(
            BUCKET,
            new S3StoreOptions.Location(Optional.of(region), Optional.of(endpoint), true),
            Optional.of(new S3StoreOptions.Credentials("AKID", "hush", Optional.empty())),
            S3StoreOptions.Checksums.ALWAYS,
            S3StoreOptions.Placement.OF_BUCKET,
            S3StoreOptions.Limits.of(4, Duration.ofSeconds(2))));
  }

  @AfterEach
  void close() {
    store.close();
    proxy.close();
  }

  private static NewObject object() {
    return new NewObject("a/b.jpg", new byte[10], ObjectMetadata.immutable("image/jpeg"));
  }

  @ParameterizedTest
  @CsvSource({
    "403, RequestTimeTooSkewed, NTP",
    "400, ExpiredToken, AWS_SESSION_TOKEN",
    "403, InvalidAccessKeyId, AWS_ACCESS_KEY_ID (AKID)",
    "403, SignatureDoesNotMatch, AWS_SECRET_ACCESS_KEY",
    "404, NoSuchBucket, There is no bucket avatars-of-acme on",
    "400, AuthorizationHeaderMalformed, AWS_REGION",
    "400, InvalidStorageClass, CAMEO_S3_STORAGE_CLASS",
    "501, NotImplemented, CAMEO_S3_CHECKSUMS=when-required",
    "400, XAmzContentSHA256Mismatch, CAMEO_S3_CHECKSUMS=when-required",
    "400, InvalidRequest, docs/operations/s3.md",
  })
  void namesTheSettingToChange(int status, String code, String named) {
    proxy.always("PUT", new Fault.Instead(FaultProxy.error(status, code, "said so")));
    assertThatThrownBy(() -> store.put(object()))
        .isInstanceOfSatisfying(
            StorageUnavailableException.class, e -> assertThat(e.retryable()).isFalse())
        .hasMessageContainingAll(named, code)
        .message()
        .doesNotContain("hush");
  }

  @Test
  void namesTheRegionThatTheBucketIsIn() {
    proxy.always(
        "PUT",
        new Fault.Instead(
            FaultProxy.error(
                301, "PermanentRedirect", "elsewhere", "x-amz-bucket-region: eu-west-3")));
    assertThatThrownBy(() -> store.put(object()))
        .hasMessageContainingAll("eu-west-3", "AWS_REGION");
  }

  @Test
  void blamesWhatWasSentWithAnObjectOnlyWhereOneWasSent() {
    proxy.always(
        "GET", new Fault.Instead(FaultProxy.error(501, "NotImplemented", "Not supported.")));
    assertThatThrownBy(() -> store.list("", Optional.empty(), 1))
        .hasMessageEndingWith(
            "501 NotImplemented: Not supported. The server does not know this call.");
  }

  @Test
  void givesTheStatementThatAllowsWhatWasDenied() {
    proxy.always("PUT", new Fault.Instead(FaultProxy.error(403, "AccessDenied", "Access Denied")));
    assertThatThrownBy(() -> store.put(object()))
        .hasMessageContaining(
            "{\"Effect\": \"Allow\", \"Action\": \"s3:PutObject\", \"Resource\":"
                + " \"arn:aws:s3:::avatars-of-acme/*\"}");
    proxy.always("GET", new Fault.Instead(FaultProxy.error(403, "AccessDenied", "Access Denied")));
    assertThatThrownBy(() -> store.list("", Optional.empty(), 1))
        .hasMessageContaining(
            "{\"Effect\": \"Allow\", \"Action\": \"s3:ListBucket\", \"Resource\":"
                + " \"arn:aws:s3:::avatars-of-acme\"}");
    proxy.always("HEAD", new Fault.Instead(FaultProxy.answer(403, "")));
    assertThatThrownBy(() -> store.stat("a/b.jpg")).hasMessageContaining("\"s3:GetObject\"");
  }

  @Test
  void namesThePermissionOnTheKeyOfTheKeyService() {
    proxy.always(
        "PUT",
        new Fault.Instead(
            FaultProxy.error(
                403, "AccessDenied", "not authorized to perform: kms:GenerateDataKey")));
    assertThatThrownBy(() -> store.put(object()))
        .hasMessageContainingAll("kms:GenerateDataKey", "kms:Decrypt");
  }

  @Test
  void tellsAFullServerFromABrokenOne() {
    proxy.always("PUT", new Fault.Instead(FaultProxy.error(403, "QuotaExceeded", "full")));
    assertThatThrownBy(() -> store.put(object())).isInstanceOf(StorageFullException.class);
  }

  @Test
  void collectsEveryPermissionThatIsMissing() {
    Fault denied = new Fault.Instead(FaultProxy.error(403, "AccessDenied", "Access Denied"));
    proxy.always("GET", denied);
    proxy.always("PUT", denied);
    proxy.always("HEAD", new Fault.Instead(FaultProxy.answer(403, "")));
    assertThat(store.probe(Clock.systemUTC()))
        .isInstanceOfSatisfying(
            BucketState.Unusable.class,
            unusable ->
                assertThat(String.join("\n", unusable.faults()))
                    .contains("s3:ListBucket", "s3:GetObject", "s3:PutObject"));
  }

  @Test
  void refusesAServerThatOverwrites() {
    try (FaultProxy overwriting = new FaultProxy(S3Proxy.server().endpoint().orElseThrow())) {
      String bucket = S3Proxy.server().newBucket();
      try (S3Store through =
          S3Store.open(S3Proxy.server().at(overwriting.address()).options(bucket))) {
        // Its first write is really done; the second one is acknowledged with what is there.
        overwriting.next("PUT", new Fault.None(), new Fault.After(okFor()));
        assertThat(through.probe(Clock.systemUTC()))
            .isInstanceOfSatisfying(
                BucketState.Unusable.class,
                unusable ->
                    assertThat(unusable.faults())
                        .singleElement()
                        .asString()
                        .contains("If-None-Match"));
      }
    }
  }

  private static String okFor() {
    byte[] bytes = "Cameo looked whether it can use this bucket.".getBytes();
    return FaultProxy.answer(200, "", "ETag: \"" + Digests.of(bytes).md5() + "\"");
  }

  @Test
  void doesNotCallABucketUnusableWhoseServerIsAway() {
    try (S3Store nowhere = open(URI.create("http://127.0.0.1:1"), "eu-central-1")) {
      assertThat(nowhere.probe(Clock.systemUTC()))
          .isInstanceOfSatisfying(
              BucketState.Unknown.class,
              unknown -> assertThat(unknown.why()).hasMessageContaining("http://127.0.0.1:1"));
    }
  }
}
