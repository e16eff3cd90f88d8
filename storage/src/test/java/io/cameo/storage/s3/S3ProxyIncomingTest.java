package io.cameo.storage.s3;

class S3ProxyIncomingTest extends S3IncomingContract {

  @Override
  S3Server server() {
    return S3Proxy.server();
  }
}
