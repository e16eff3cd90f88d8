package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectStoreContract;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The contract, and what is particular to a bucket, on one server. */
abstract class S3StoreContract extends ObjectStoreContract {

  private String bucket = "";

  protected abstract S3Server server();

  /** An empty bucket for one test. */
  protected String emptyBucket() {
    return server().newBucket();
  }

  @Override
  protected final ObjectStore open() {
    if (bucket.isEmpty()) {
      bucket = emptyBucket();
    }
    return S3Store.open(server().options(bucket));
  }

  private S3Store s3() {
    return (S3Store) store();
  }

  private void putPastTheStore(String key, String text) {
    try (S3Client client = server().client()) {
      client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(text));
    }
  }

  @Test
  void putsTypeAndCacheHeadersOnTheObjectItself() {
    store().put(object("avatars/1/256.jpg", "bytes"));
    try (S3Client client = server().client()) {
      HeadObjectResponse head = client.headObject(at -> at.bucket(bucket).key("avatars/1/256.jpg"));
      assertThat(head.contentType()).isEqualTo("image/jpeg");
      assertThat(head.cacheControl()).isEqualTo(ObjectMetadata.IMMUTABLE);
      assertThat(head.metadata()).containsOnlyKeys(S3Writes.WRITE_WORD);
    }
  }

  @Test
  void takesTheSameBytesOfAnotherWriterForAnotherObject() {
    store().put(object("a/b.jpg", "same"));
    assertThatThrownBy(() -> store().put(object("a/b.jpg", "same")))
        .isInstanceOf(ObjectExistsException.class);
  }

  @Test
  void givesTheSameBytesWrittenAnewAnotherEtag() {
    store().put(object("a/b.jpg", "same"));
    ObjectStat before = store().stat("a/b.jpg").orElseThrow();
    store().delete("a/b.jpg");
    store().put(object("a/b.jpg", "same"));
    assertThat(store().stat("a/b.jpg").orElseThrow().etag()).isNotEqualTo(before.etag());
  }

  @Test
  void deletesMoreThanOneRequestMayName() {
    List<NewObject> objects =
        IntStream.range(0, 12).mapToObj(i -> object("many/" + (i * 100), "x")).toList();
    store().putAll(objects);
    store().deleteAll(IntStream.range(0, 1_101).mapToObj(i -> "many/" + i).toList());
    assertThat(store().list("many/", Optional.empty(), 10).objects()).isEmpty();
  }

  @Test
  void passesOverObjectsThatAreNotItsOwn() {
    for (int i = 0; i < 5; i++) {
      putPastTheStore("README " + i, "strange");
      putPastTheStore("a/Strange-" + i, "strange");
    }
    store().putAll(List.of(object("a/1.jpg", "1"), object("b/2.jpg", "2")));
    List<String> found = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      ListPage page = store().list("", after, 2);
      found.addAll(page.objects().stream().map(ObjectSummary::key).toList());
      after = page.next();
    } while (after.isPresent());
    assertThat(found).containsExactly("a/1.jpg", "b/2.jpg");
  }

  @Test
  void readsWhatOthersPutThereWithoutHeaders() {
    putPastTheStore("a/b.jpg", "strange");
    try (StoredObject object = store().require("a/b.jpg")) {
      assertThat(object.readAll(100)).asString().isEqualTo("strange");
      assertThat(object.stat().metadata().cacheControl()).isEqualTo("no-cache");
    }
  }

  @Test
  void findsTheBucketUsableAndLeavesNothingThere() {
    assertThat(s3().probe(Clock.systemUTC())).isEqualTo(new BucketState.Usable(List.of()));
    assertThat(store().list("", Optional.empty(), 10).objects()).isEmpty();
  }

  @Test
  void remarksThatTheClockIsWrongBeforeTheServerRefusesIt() {
    Clock late = Clock.fixed(Instant.now().plus(Duration.ofMinutes(9)), ZoneOffset.UTC);
    assertThat(s3().probe(late))
        .isInstanceOfSatisfying(
            BucketState.Usable.class,
            usable ->
                assertThat(usable.remarks())
                    .singleElement()
                    .asString()
                    .contains("clock", "minutes", "NTP"));
  }

  @Test
  void saysThatTheBucketIsMissing() {
    try (S3Store missing = S3Store.open(server().options("cameo-test-never-made"))) {
      assertThat(missing.probe(Clock.systemUTC()))
          .isInstanceOfSatisfying(
              BucketState.Unusable.class,
              unusable ->
                  assertThat(unusable.faults())
                      .singleElement()
                      .asString()
                      .contains("AWS_S3_BUCKET", "cameo-test-never-made"));
      assertNoBucket(() -> missing.stat("a.jpg"));
      assertNoBucket(() -> missing.get("a.jpg"));
      assertNoBucket(() -> missing.put(object("a.jpg", "x")));
    }
  }

  /** Not all servers do: on some there is nothing to delete in a bucket that is not there. */
  protected final void assertThatDeletingSaysThatTheBucketIsMissing() {
    try (S3Store missing = S3Store.open(server().options("cameo-test-never-made"))) {
      assertNoBucket(() -> missing.delete("a.jpg"));
    }
  }

  private static void assertNoBucket(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StorageUnavailableException.class, e -> assertThat(e.retryable()).isFalse())
        .hasMessageContaining("AWS_S3_BUCKET");
  }

  private BucketState probeAs(String key, String secret) {
    S3Server server = server();
    S3Server as =
        new S3Server(
            server.endpoint(),
            server.region(),
            Optional.of(new S3StoreOptions.Credentials(key, secret, Optional.empty())),
            server.checksums());
    try (S3Store store = S3Store.open(as.options(bucket))) {
      return store.probe(Clock.systemUTC());
    }
  }

  @Test
  void saysThatTheAccessKeyIsUnknown() {
    assertThat(probeAs("nobodys-key", "nobodys-secret"))
        .isInstanceOfSatisfying(
            BucketState.Unusable.class,
            unusable ->
                assertThat(unusable.faults())
                    .singleElement()
                    .asString()
                    .contains("AWS_ACCESS_KEY_ID", "nobodys-key")
                    .doesNotContain("nobodys-secret"));
  }

  @Test
  void saysThatTheSecretIsWrong() {
    String key = server().credentials().orElseThrow().accessKeyId();
    assertThat(probeAs(key, "wrong-secret"))
        .isInstanceOfSatisfying(
            BucketState.Unusable.class,
            unusable ->
                assertThat(unusable.faults())
                    .singleElement()
                    .asString()
                    .contains("AWS_SECRET_ACCESS_KEY", key)
                    .doesNotContain("wrong-secret"));
  }
}
