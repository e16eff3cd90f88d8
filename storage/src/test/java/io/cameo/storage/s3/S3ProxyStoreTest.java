package io.cameo.storage.s3;

import org.junit.jupiter.api.Test;

class S3ProxyStoreTest extends S3StoreContract {

  @Override
  protected S3Server server() {
    return S3Proxy.server();
  }

  @Test
  void saysThatTheBucketIsMissingWhenDeleting() {
    assertThatDeletingSaysThatTheBucketIsMissing();
  }
}
