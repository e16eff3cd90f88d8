package io.cameo.service.ops.checklist.environment;

import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.http.ProxySettings;
import io.cameo.service.http.TlsSettings;
import io.cameo.service.imaging.FormatSettings;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Stores;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Surroundings;
import io.cameo.service.upload.UploadSettings;
import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.S3StoreOptions;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The checks of this package, each with what it looks at. */
public final class EnvironmentChecks {

  private static final String ASKED = "Tries the bucket with what is set.";

  private EnvironmentChecks() {}

  public static List<Check> of(Installation installation, Stores stores) {
    Surroundings surroundings = installation.surroundings();
    int quality = installation.settings(ImagingSettings.class).output().quality();
    CdnSettings cdn = installation.settings(CdnSettings.class);
    boolean behindProxy =
        !installation.settings(TlsSettings.class).isOn()
            && installation
                .settings(UploadSettings.class)
                .publicUrl()
                .filter(at -> "https".equals(at.getScheme()))
                .isPresent();
    return List.of(
        new ProxyTrusted(
            behindProxy, !installation.settings(ProxySettings.class).trusted().isEmpty()),
        new ProductionSafe(surroundings),
        new VariablesRead(surroundings),
        credentials(stores),
        region(stores),
        name(stores),
        new LargestUpload(
            installation.settings(UploadSettings.class).maxBytes(),
            installation.service(),
            installation.web()),
        new Compression(
            quality,
            installation.settings(FormatSettings.class).forms().stream()
                .map(Options::word)
                .sorted()
                .toList()),
        new Quality(quality),
        new CdnBase(
            cdn.base(), surroundings.given().contains("CDN_BASE_URL"), InetAddress::getAllByName),
        new CdnTold(cdn, installation::sql));
  }

  private static Check credentials(Stores stores) {
    return new S3Setting(
        new About(Line.ENV_2, "credentials", "The bucket lets Cameo in with its key", ASKED),
        List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        stores
            .bucket()
            .flatMap(S3StoreOptions::credentials)
            .map(key -> "An access key is set")
            .orElse("No key is set: the profile, service account or machine gives one"),
        state(stores));
  }

  private static Check region(Stores stores) {
    return new S3Setting(
        new About(Line.ENV_3, "region", "The bucket is in the region that is set", ASKED),
        List.of("AWS_REGION"),
        stores
            .bucket()
            .flatMap(bucket -> bucket.location().region())
            .map(region -> "AWS_REGION is " + region)
            .orElse("AWS_REGION is not set, and another source names the region"),
        state(stores));
  }

  private static Check name(Stores stores) {
    return new S3Setting(
        new About(Line.ENV_4, "bucket", "The bucket that is named is there", ASKED),
        List.of("AWS_S3_BUCKET"),
        stores.bucket().map(bucket -> "AWS_S3_BUCKET is " + bucket.bucket()).orElse(""),
        state(stores));
  }

  private static Optional<Supplier<BucketState>> state(Stores stores) {
    return stores.bucket().map(bucket -> stores::state);
  }
}
