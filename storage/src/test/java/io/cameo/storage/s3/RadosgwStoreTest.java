package io.cameo.storage.s3;

import org.junit.jupiter.api.Test;

class RadosgwStoreTest extends S3StoreContract {

  @Override
  protected S3Server server() {
    return Radosgw.server();
  }

  @Test
  void saysThatTheBucketIsMissingWhenDeleting() {
    assertThatDeletingSaysThatTheBucketIsMissing();
  }
}
