package io.cameo.storage.s3;

class S3ProxyVersionsTest extends VersionedBucketContract {

  @Override
  S3Server server() {
    return S3Proxy.server();
  }
}
