package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on a server of your choice. {@code CAMEO_TEST_S3_BUCKET} names an empty bucket,
 * which is empty again afterwards; {@code CAMEO_TEST_S3_ENDPOINT}, {@code CAMEO_TEST_S3_CHECKSUMS},
 * {@code AWS_REGION} and the SDK's usual sources of credentials say the rest.
 */
class RealS3StoreTest extends S3StoreContract {

  private static Optional<String> given(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private static String bucket() {
    return given("CAMEO_TEST_S3_BUCKET")
        .orElseThrow(
            () ->
                Skips.skipped(
                    "the store on a real S3: CAMEO_TEST_S3_BUCKET names no bucket to try it on"));
  }

  @BeforeAll
  static void skipWithoutABucket() {
    assertThat(bucket()).isNotEmpty();
  }

  @Override
  protected S3Server server() {
    return new S3Server(
        given("CAMEO_TEST_S3_ENDPOINT").map(URI::create),
        given("AWS_REGION"),
        given("AWS_ACCESS_KEY_ID")
            .map(
                key ->
                    new S3StoreOptions.Credentials(
                        key,
                        given("AWS_SECRET_ACCESS_KEY").orElse(""),
                        given("AWS_SESSION_TOKEN"))),
        given("CAMEO_TEST_S3_CHECKSUMS")
            .map(word -> word.toUpperCase(Locale.ROOT).replace('-', '_'))
            .map(S3StoreOptions.Checksums::valueOf)
            .orElse(S3StoreOptions.Checksums.ALWAYS));
  }

  @Override
  protected String emptyBucket() {
    String bucket = bucket();
    try (S3Store store = S3Store.open(server().options(bucket))) {
      assertThat(store.list("", Optional.empty(), 1).objects())
          .as("objects in %s, which the tests would mix with theirs", bucket)
          .isEmpty();
    }
    return bucket;
  }

  @AfterEach
  void emptyTheBucket() {
    try (S3Store store = S3Store.open(server().options(bucket()))) {
      List<String> keys = new ArrayList<>();
      store.listAll("", object -> keys.add(object.key()));
      store.deleteAll(keys);
    }
  }
}
