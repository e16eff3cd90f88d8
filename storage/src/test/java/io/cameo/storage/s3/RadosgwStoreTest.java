package io.cameo.storage.s3;

class RadosgwStoreTest extends S3StoreContract {

  @Override
  protected S3Server server() {
    return Radosgw.server();
  }
}
