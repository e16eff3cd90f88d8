package io.cameo.storage.s3;

class RadosgwVersionsTest extends VersionedBucketContract {

  @Override
  S3Server server() {
    return Radosgw.server();
  }
}
