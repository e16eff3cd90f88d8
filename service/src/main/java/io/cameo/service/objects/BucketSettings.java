package io.cameo.service.objects;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import io.cameo.storage.s3.S3StoreOptions;
import io.cameo.storage.s3.S3StoreOptions.Encryption;
import io.cameo.storage.s3.provision.WantedBucket;
import io.cameo.storage.s3.provision.WantedBucket.Keeping;
import io.cameo.storage.s3.provision.WantedBucket.Replication;
import io.cameo.storage.s3.provision.WantedBucket.Uploads;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the bucket is to be set up, for {@code ./cameo provision}; what it keeps, and which
 * distributions there are, others ask as well.
 *
 * @param wanted the bucket as it should be
 */
public record BucketSettings(WantedBucket wanted) {

  private static final Pattern DISTRIBUTION =
      Pattern.compile("arn:aws[a-z-]*:cloudfront::[0-9]{12}:distribution/[A-Z0-9]+");
  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/\\S+");
  private static final Pattern OTHER_BUCKET =
      Pattern.compile("arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final Option<List<String>> DISTRIBUTIONS =
      new Option<>(
          "CAMEO_CLOUDFRONT_DISTRIBUTION",
          "ARNs such as arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE, separated by"
              + " commas",
          "",
          "CloudFront distributions that ./cameo provision lets read pictures from the bucket, and that"
              + " are told of changes with CAMEO_CDN_PURGE=cloudfront.",
          text -> each(text, DISTRIBUTION));

  private static final Option<List<String>> UPLOAD_ORIGINS =
      Options.origins(
          "CAMEO_UPLOAD_ORIGINS",
          "Origins of the pages that may send pictures straight to the bucket, for ./cameo"
              + " provision. Without it those of CAMEO_ORIGINS.");

  private static final Option<Optional<Boolean>> VERSIONING =
      Options.perhapsOnOff(
          "CAMEO_S3_VERSIONING",
          "Whether ./cameo provision makes the bucket keep what is deleted for a while; off leaves"
              + " the bucket as it is. Without it, on for Amazon's S3.");

  private static final Option<Integer> VERSION_DAYS =
      Options.count(
          "CAMEO_S3_VERSION_DAYS",
          7,
          1,
          3_650,
          "Days for which a bucket with versioning keeps a picture's bytes after Cameo has deleted"
              + " it, erased ones too.");

  private static final Option<Optional<Boolean>> TIERING =
      Options.perhapsOnOff(
          "CAMEO_S3_TIERING",
          "Whether ./cameo provision moves pictures of 128 KB and more to Intelligent-Tiering after"
              + " 30 days. Without it, on for Amazon's S3.");

  private static final Option<Optional<String>> REPLICATION_BUCKET =
      matching(
          "CAMEO_S3_REPLICATION_BUCKET",
          "a bucket's ARN such as arn:aws:s3:::acme-avatars-copy",
          "Bucket that the server copies pictures to, for ./cameo provision.",
          OTHER_BUCKET);

  private static final Option<Optional<String>> REPLICATION_ROLE =
      matching(
          "CAMEO_S3_REPLICATION_ROLE",
          "a role's ARN such as arn:aws:iam::123456789012:role/avatars-copy",
          "Role by which the server copies to CAMEO_S3_REPLICATION_BUCKET.",
          ROLE);

  private static final Option<Optional<String>> REPLICATION_KEY =
      Options.text(
          "CAMEO_S3_REPLICATION_KMS_KEY",
          "a key's ARN",
          "Key of the copies; needed with CAMEO_S3_REPLICATION_BUCKET and CAMEO_S3_ENCRYPTION=kms.");

  private static Option<Optional<String>> matching(
      String name, String form, String meaning, Pattern pattern) {
    return new Option<>(
        name,
        form,
        "",
        meaning,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(each(text, pattern).getFirst()));
  }

  private static List<String> each(String text, Pattern pattern) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> parts = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (!parts.stream().allMatch(part -> pattern.matcher(part).matches())) {
      throw new IllegalArgumentException("not of the form");
    }
    return parts;
  }

  /**
   * Reads them.
   *
   * @param bucket the bucket, if one is named
   * @param origins pages that may call the API
   */
  public static BucketSettings from(
      Settings settings, Optional<S3StoreOptions> bucket, List<String> origins) {
    List<String> uploads = settings.get(UPLOAD_ORIGINS);
    Keeping keeping =
        new Keeping(settings.get(VERSIONING), settings.get(VERSION_DAYS), settings.get(TIERING));
    return new BucketSettings(
        new WantedBucket(
            settings.get(DISTRIBUTIONS),
            uploads.isEmpty() ? new Uploads(origins, false) : new Uploads(uploads, true),
            keeping,
            replication(settings, bucket, keeping)));
  }

  private static Optional<Replication> replication(
      Settings settings, Optional<S3StoreOptions> bucket, Keeping keeping) {
    Optional<String> to = settings.get(REPLICATION_BUCKET);
    Optional<String> role = settings.get(REPLICATION_ROLE);
    Optional<String> key = settings.get(REPLICATION_KEY);
    boolean withKey =
        bucket.filter(options -> options.placement().encryption() == Encryption.KMS).isPresent();
    if (to.isPresent() != role.isPresent()) {
      settings.refuse(
          (to.isPresent() ? REPLICATION_ROLE : REPLICATION_BUCKET).name(),
          "is not set, but its other half is: a copy needs a bucket and a role.");
    }
    if (to.isPresent() && !keeping.versioning().orElse(true)) {
      settings.refuse(
          VERSIONING.name(), "is off, but CAMEO_S3_REPLICATION_BUCKET needs versioning.");
    }
    if (to.isPresent() && withKey && key.isEmpty()) {
      settings.refuse(
          REPLICATION_KEY.name(),
          "is not set, but CAMEO_S3_ENCRYPTION is kms: copies need a key where they lie.");
    }
    return to.flatMap(there -> role.map(by -> new Replication(there, by, key)));
  }
}
