package io.cameo.storage.s3;

class RadosgwIncomingTest extends S3IncomingContract {

  @Override
  S3Server server() {
    return Radosgw.server();
  }
}
