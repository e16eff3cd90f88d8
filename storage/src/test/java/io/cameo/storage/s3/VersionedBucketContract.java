package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a bucket that keeps versions gives back of deleted objects, on one server. */
abstract class VersionedBucketContract {

  private static final String KEY = "avatars/1/64.jpg";

  abstract S3Server server();

  private S3Store versioned() {
    return S3Store.open(server().options(server().newVersionedBucket()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void findsADeletedObjectUnderItsDeleteMarker() {
    try (S3Store store = versioned()) {
      store.put(Regions.object(KEY, "first"));
      store.delete(KEY);
      store.put(Regions.object(KEY, "other"));
      store.delete(KEY);
      store.put(Regions.object(KEY + "x", "third"));
      assertThat(store.stat(KEY)).isEmpty();

      EarlierObject found =
          store.earlier(KEY, 5, read -> Arrays.equals(read, bytes("first"))).orElseThrow();

      assertThat(found.bytes()).isEqualTo(bytes("first"));
      assertThat(found.metadata().contentType()).isEqualTo("image/jpeg");
      assertThat(store.earlier(KEY, 5, read -> Arrays.equals(read, bytes("third")))).isEmpty();
      assertThat(store.earlier(KEY, 6, read -> true)).isEmpty();
      assertThat(store.earlier("avatars/2/64.jpg", 5, read -> true)).isEmpty();
    }
  }

  @Test
  void aBucketWithoutVersionsHasNone() {
    try (S3Store store = S3Store.open(server().options(server().newBucket()))) {
      store.put(Regions.object(KEY, "first"));
      store.delete(KEY);
      assertThat(store.earlier(KEY, 5, read -> true)).isEmpty();
    }
  }
}
