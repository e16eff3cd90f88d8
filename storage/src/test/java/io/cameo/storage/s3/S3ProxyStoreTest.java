package io.cameo.storage.s3;

class S3ProxyStoreTest extends S3StoreContract {

  @Override
  protected S3Server server() {
    return S3Proxy.server();
  }
}
