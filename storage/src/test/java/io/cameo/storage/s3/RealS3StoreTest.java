package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on a server of your choice. {@code CAMEO_TEST_S3_BUCKET} names an empty bucket,
 * which is empty again afterwards; {@code CAMEO_TEST_S3_ENDPOINT}, {@code CAMEO_TEST_S3_CHECKSUMS},
 * {@code AWS_REGION} and the SDK's usual sources of credentials say the rest.
 */
class RealS3StoreTest extends S3StoreContract {

  private static String bucket() {
    return RealS3.bucket("CAMEO_TEST_S3_BUCKET", "the store on a real S3");
  }

  @BeforeAll
  static void skipWithoutABucket() {
    assertThat(bucket()).isNotEmpty();
  }

  @Override
  protected S3Server server() {
    return RealS3.server();
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
