package io.cameo.service.cdn.cloudfront;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClientBuilder;

/**
 * Invalidates paths of distributions. Credentials are found as AWS's own tools find them. Nothing
 * is retried here: whoever calls tries again, with a pause that knows of all calls.
 */
public final class Invalidations implements AutoCloseable {

  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private final List<String> distributions;
  private final CloudFrontClient client;

  /** CloudFront did not take an invalidation; the message names no path. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String sentence, SdkException cause) {
      super(sentence, cause);
    }
  }

  /**
   * @param distributions their ids
   * @param endpoint in the place of AWS's own
   */
  public Invalidations(List<String> distributions, Optional<URI> endpoint) {
    this.distributions = List.copyOf(distributions);
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
    this.client = builder.build();
  }

  /**
   * Asks every distribution to let go of these paths.
   *
   * @throws RefusedException when one did not take it
   */
  public void create(List<String> paths) {
    for (String distribution : distributions) {
      try {
        client.createInvalidation(
            request ->
                request
                    .distributionId(distribution)
                    .invalidationBatch(
                        batch ->
                            batch
                                .callerReference("cameo-" + UUID.randomUUID())
                                .paths(all -> all.items(paths).quantity(paths.size()))));
      } catch (AwsServiceException refused) {
        throw new RefusedException(
            "CloudFront answers "
                + refused.statusCode()
                + " "
                + refused.awsErrorDetails().errorCode()
                + " for distribution "
                + distribution
                + ".",
            refused);
      } catch (SdkException away) {
        throw new RefusedException(
            "CloudFront could not be asked (" + away.getClass().getSimpleName() + ").", away);
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
