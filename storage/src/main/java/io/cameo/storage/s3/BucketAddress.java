package io.cameo.storage.s3;

import io.cameo.storage.StorageException;
import java.net.URI;
import software.amazon.awssdk.regions.Region;

/** Where a bucket is for whoever has no credentials: what a stranger's browser would be told. */
public final class BucketAddress {

  private BucketAddress() {}

  /**
   * The bucket's own address, without a slash at its end.
   *
   * @throws StorageException if it cannot be found out where the bucket is
   */
  public static URI of(S3StoreOptions options) {
    S3StoreOptions.Location location = options.location();
    Region region = S3Clients.region(location);
    URI server =
        location
            .endpoint()
            .orElseGet(
                () ->
                    URI.create(
                        "https://s3."
                            + region.id()
                            + "."
                            + region.metadata().partition().dnsSuffix()));
    String port = server.getPort() < 0 ? "" : ":" + server.getPort();
    String path = server.getRawPath() == null ? "" : server.getRawPath().replaceFirst("/$", "");
    return location.pathStyle()
        ? URI.create(
            server.getScheme() + "://" + server.getHost() + port + path + "/" + options.bucket())
        : URI.create(
            server.getScheme() + "://" + options.bucket() + "." + server.getHost() + port + path);
  }
}
