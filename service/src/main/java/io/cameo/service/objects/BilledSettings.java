package io.cameo.service.objects;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import io.cameo.storage.s3.S3StoreOptions;
import java.net.URI;
import java.util.Optional;

/**
 * Whether CloudWatch is asked how much lies in the bucket.
 *
 * @param endpoint in the place of CloudWatch's own address
 */
public record BilledSettings(boolean on, Optional<URI> endpoint) {

  private static final Option<Boolean> ON =
      Options.onOff(
          "CAMEO_S3_FIGURES",
          false,
          "on asks CloudWatch every hour, from one node, what Amazon's S3 counts in the bucket once a"
              + " day: cameo_bucket_billed_bytes.");

  private static final Option<Optional<URI>> ENDPOINT =
      Options.address(
          "CAMEO_S3_FIGURES_ENDPOINT",
          "Address that is asked for it in the place of CloudWatch's public one, as for a proxy, a"
              + " private endpoint or a test.");

  /**
   * Reads them.
   *
   * @param bucket of the pictures, if they are kept in one
   */
  public static BilledSettings from(Settings settings, Optional<S3StoreOptions> bucket) {
    boolean on = settings.get(ON);
    boolean amazons =
        bucket
            .map(options -> options.location().endpoint().filter(BilledSettings::isForeign))
            .filter(Optional::isEmpty)
            .isPresent();
    if (on && !amazons) {
      settings.refuse(
          ON.name(),
          "is on, but the pictures are in no bucket of Amazon's S3 (AWS_S3_BUCKET without the"
              + " CAMEO_S3_ENDPOINT of another server): CloudWatch knows of no other.");
    }
    return new BilledSettings(on, settings.get(ENDPOINT));
  }

  private static boolean isForeign(URI endpoint) {
    return !endpoint.getHost().matches(".*\\.amazonaws\\.com(\\.cn)?");
  }
}
