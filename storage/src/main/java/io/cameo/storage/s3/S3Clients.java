package io.cameo.storage.s3;

import io.cameo.storage.StorageUnavailableException;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes the SDK's client as the options say: every time-out, pool and retry has its bound. */
final class S3Clients {

  private static final BackoffStrategy AFTER_A_FAILURE =
      BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(1));
  private static final BackoffStrategy AFTER_SLOW_DOWN =
      BackoffStrategy.exponentialDelay(Duration.ofMillis(250), Duration.ofSeconds(2));

  private S3Clients() {}

  /** The region that requests are signed for. */
  static Region region(S3StoreOptions.Location location) {
    if (location.region().isPresent()) {
      return Region.of(location.region().get());
    }
    if (location.endpoint().isPresent()) {
      return Region.US_EAST_1;
    }
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException nowhere) {
      StorageUnavailableException unset =
          new StorageUnavailableException(
              "AWS_REGION is not set, and neither a profile nor this machine says where the bucket"
                  + " is. Set it to the bucket's region, such as eu-central-1.");
      unset.initCause(nowhere);
      throw unset;
    }
  }

  static S3Client client(S3StoreOptions options, Region region) {
    return client(options, region, credentials(options));
  }

  /** With a signer that signs something else as well. */
  static S3Client client(S3StoreOptions options, Region region, AwsCredentialsProvider signer) {
    S3StoreOptions.Limits limits = options.limits();
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region)
            .forcePathStyle(options.location().pathStyle())
            .disableS3ExpressSessionAuth(true)
            .credentialsProvider(signer)
            // Objects are small and whole in memory: their checksum is known before they are sent,
            // so no server has to know chunked bodies with trailers.
            .serviceConfiguration(
                s3 -> s3.chunkedEncodingEnabled(false).expectContinueEnabled(false))
            .httpClientBuilder(http(limits))
            .overrideConfiguration(
                call ->
                    call.retryStrategy(retries(limits.attempts()))
                        .apiCallTimeout(limits.call())
                        .apiCallAttemptTimeout(limits.attempt()));
    options.location().endpoint().ifPresent(builder::endpointOverride);
    switch (options.checksums()) {
      case ALWAYS ->
          builder
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED);
      case WHEN_REQUIRED ->
          builder
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              .addPlugin(LegacyMd5Plugin.create());
    }
    return builder.build();
  }

  private static Apache5HttpClient.Builder http(S3StoreOptions.Limits limits) {
    return Apache5HttpClient.builder()
        .maxConnections(limits.connections())
        .connectionAcquisitionTimeout(limits.connect())
        .connectionTimeout(limits.connect())
        .socketTimeout(limits.read())
        // Shorter than servers and load balancers keep an idle connection.
        .connectionMaxIdleTime(Duration.ofSeconds(20))
        // A name that changes its address is followed.
        .connectionTimeToLive(Duration.ofMinutes(5))
        .expectContinueEnabled(false)
        .tcpKeepAlive(true);
  }

  private static StandardRetryStrategy retries(int attempts) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(attempts)
        // The SDK's own brake stops all retries for a while after an outage, also those that only
        // meet a connection which the outage has left behind. Ours is the circuit.
        .circuitBreakerEnabled(false)
        .backoffStrategy(AFTER_A_FAILURE)
        .throttlingBackoffStrategy(AFTER_SLOW_DOWN)
        .build();
  }

  /** Who signs: the keys of the options, else what the SDK's default chain finds. */
  static AwsCredentialsProvider credentials(S3StoreOptions options) {
    return options
        .credentials()
        .<AwsCredentialsProvider>map(keys -> StaticCredentialsProvider.create(fixed(keys)))
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }

  private static AwsCredentials fixed(S3StoreOptions.Credentials keys) {
    return keys.sessionToken()
        .<AwsCredentials>map(
            token ->
                AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), token))
        .orElseGet(() -> AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
  }
}
