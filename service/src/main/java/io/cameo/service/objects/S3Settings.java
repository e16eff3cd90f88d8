package io.cameo.service.objects;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import io.cameo.storage.s3.S3StoreOptions;
import io.cameo.storage.s3.S3StoreOptions.Checksums;
import io.cameo.storage.s3.S3StoreOptions.Credentials;
import io.cameo.storage.s3.S3StoreOptions.Encryption;
import io.cameo.storage.s3.S3StoreOptions.Limits;
import io.cameo.storage.s3.S3StoreOptions.Location;
import io.cameo.storage.s3.S3StoreOptions.Placement;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the options of the bucket. */
final class S3Settings {

  private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final Option<Optional<String>> BUCKET =
      new Option<>(
          "AWS_S3_BUCKET",
          "a bucket's name: 3 to 63 of a-z, 0-9, . and -",
          "",
          "Bucket for the pictures; setting it selects S3 instead of the disk.",
          text -> {
            if (!text.isEmpty() && !BUCKET_NAME.matcher(text).matches()) {
              throw new IllegalArgumentException("not such a name");
            }
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
          });

  private static final Option<Optional<String>> REGION =
      Options.text(
          "AWS_REGION",
          "a region such as us-east-1",
          "Region of the bucket. Without it what the AWS profile or the machine says, or us-east-1"
              + " with CAMEO_S3_ENDPOINT.");

  private static final Option<Optional<String>> ACCESS_KEY =
      Options.text(
          "AWS_ACCESS_KEY_ID",
          "an access key's id",
          "Credentials for the bucket. Without them the SDK's default chain is asked: profile,"
              + " service account, container or machine.");

  private static final Option<Optional<String>> SECRET_KEY =
      Options.text("AWS_SECRET_ACCESS_KEY", "an access key's secret", "With AWS_ACCESS_KEY_ID.");

  private static final Option<Optional<String>> SESSION_TOKEN =
      Options.text(
          "AWS_SESSION_TOKEN", "a session's token", "With AWS_ACCESS_KEY_ID when it is temporary.");

  private static final Option<Optional<URI>> ENDPOINT =
      Options.address(
          "CAMEO_S3_ENDPOINT",
          "Address of an S3-compatible server such as MinIO, Ceph, Garage or R2. Without it"
              + " Amazon's.");

  private static final Option<Optional<Boolean>> PATH_STYLE =
      Options.perhapsOnOff(
          "CAMEO_S3_PATH_STYLE",
          "Whether the bucket's name stands in the path instead of the host name. Without it, on"
              + " when CAMEO_S3_ENDPOINT is set.");

  private static final Option<Checksums> CHECKSUMS =
      Options.choice(
          "CAMEO_S3_CHECKSUMS",
          Checksums.class,
          Checksums.ALWAYS,
          "always protects every object with SHA-256; when-required sends Content-MD5 only, for"
              + " servers that know no newer checksums.");

  private static final Option<Encryption> ENCRYPTION =
      Options.choice(
          "CAMEO_S3_ENCRYPTION",
          Encryption.class,
          Encryption.BUCKET,
          "Encryption asked for with every object: bucket as the bucket is set up, aes256 for keys"
              + " of S3, kms for keys of the key service.");

  private static final Option<Optional<String>> KMS_KEY =
      Options.text(
          "CAMEO_S3_KMS_KEY",
          "a key's id or ARN",
          "Key for CAMEO_S3_ENCRYPTION=kms. Without it the account's own for S3.");

  private static final Option<Optional<String>> STORAGE_CLASS =
      Options.text(
          "CAMEO_S3_STORAGE_CLASS",
          "a storage class such as STANDARD or INTELLIGENT_TIERING",
          "Storage class of every object. Without it the server's usual one.");

  private static final Option<Integer> CONNECTIONS =
      Options.count(
          "CAMEO_S3_CONNECTIONS",
          50,
          1,
          1_000,
          "Most connections to S3 that one node opens; four times as many calls may wait for one.");

  private static final Option<Duration> TIMEOUT =
      Options.time(
          "CAMEO_S3_TIMEOUT",
          "8s",
          Duration.ofMillis(500),
          Duration.ofMinutes(1),
          "Longest time of a call to S3 with its retries; one attempt may take two fifths of it.");

  private static final String HALF =
      "is not set, but its other half is: a key has an id and a secret.";

  private S3Settings() {}

  /** How S3 is reached, whether or not pictures are kept there. */
  static BucketAccess access(Settings settings) {
    // Options are documented in the order of reading, and the bucket's name comes first.
    settings.get(BUCKET);
    return new BucketAccess(
        location(settings),
        credentials(settings),
        settings.get(CHECKSUMS),
        placement(settings),
        Limits.of(settings.get(CONNECTIONS), settings.get(TIMEOUT)),
        halfKey(settings).map(name -> name + " " + HALF));
  }

  /** What the store of the pictures needs; empty when no bucket is named. */
  static Optional<S3StoreOptions> bucket(Settings settings, BucketAccess access) {
    Optional<String> bucket = settings.get(BUCKET);
    if (bucket.isPresent()) {
      halfKey(settings).ifPresent(name -> settings.refuse(name, HALF));
    }
    return bucket.map(access::to);
  }

  /** Refuses what a service would not use; a command may need it for a bucket that it is told. */
  static void refuseUnused(Settings settings) {
    if (settings.get(BUCKET).isEmpty() && settings.isGiven(ENDPOINT)) {
      settings.refuse(
          ENDPOINT.name(),
          "is set, but AWS_S3_BUCKET is not: name the bucket, or remove the endpoint to keep"
              + " pictures on disk.");
    }
  }

  /** The missing half of an access key, by its setting. */
  private static Optional<String> halfKey(Settings settings) {
    boolean id = settings.get(ACCESS_KEY).isPresent();
    boolean secret = settings.get(SECRET_KEY).isPresent();
    return id == secret ? Optional.empty() : Optional.of((id ? SECRET_KEY : ACCESS_KEY).name());
  }

  private static Location location(Settings settings) {
    Optional<URI> endpoint = settings.get(ENDPOINT);
    return new Location(
        settings.get(REGION), endpoint, settings.get(PATH_STYLE).orElse(endpoint.isPresent()));
  }

  private static Optional<Credentials> credentials(Settings settings) {
    Optional<String> id = settings.get(ACCESS_KEY);
    Optional<String> secret = settings.get(SECRET_KEY);
    Optional<String> token = settings.get(SESSION_TOKEN);
    return id.flatMap(key -> secret.map(hidden -> new Credentials(key, hidden, token)));
  }

  private static Placement placement(Settings settings) {
    Encryption encryption = settings.get(ENCRYPTION);
    Optional<String> key = settings.get(KMS_KEY);
    if (key.isPresent() && encryption != Encryption.KMS) {
      settings.refuse(
          KMS_KEY.name(), "is set, but CAMEO_S3_ENCRYPTION is not kms, so it would not be used.");
    }
    return new Placement(encryption, key, settings.get(STORAGE_CLASS));
  }
}
