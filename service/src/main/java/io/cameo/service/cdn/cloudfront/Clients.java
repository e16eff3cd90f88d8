package io.cameo.service.cdn.cloudfront;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClientBuilder;

/**
 * How CloudFront is reached. Credentials are found as AWS's own tools find them. Nothing is retried
 * here: whoever calls tries again, with a pause that knows of all calls.
 */
final class Clients {

  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private Clients() {}

  /**
   * @param endpoint in the place of AWS's own
   */
  static CloudFrontClient open(Optional<URI> endpoint) {
    CloudFrontClientBuilder builder =
        CloudFrontClient.builder()
            .region(Region.AWS_GLOBAL)
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(8)
                    .connectionTimeout(ATTEMPT)
                    .connectionAcquisitionTimeout(ATTEMPT)
                    .socketTimeout(ATTEMPT))
            .overrideConfiguration(
                call ->
                    call.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(ATTEMPT)
                        .apiCallAttemptTimeout(ATTEMPT));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
