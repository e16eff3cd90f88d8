package io.cameo.service.telemetry.cloudwatch;

import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/**
 * Reports to CloudWatch. Credentials and region are found as AWS's own tools find them. A report
 * that is not taken in time is dropped and the next one is made as usual; nothing is kept or sent
 * twice.
 */
public final class CloudWatchReports {

  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private CloudWatchReports() {}

  /**
   * Begins to report.
   *
   * @param endpoint in the place of AWS's own
   * @throws IllegalStateException when no region is known
   */
  public static MeterRegistry begin(String namespace, Duration every, Optional<URI> endpoint) {
    return new CloudWatchMeterRegistry(
        new CloudWatchConfig() {
          @Override
          public @Nullable String get(String key) {
            return null;
          }

          @Override
          public String namespace() {
            return namespace;
          }

          @Override
          public Duration step() {
            return every;
          }
        },
        Clock.SYSTEM,
        new OnThePublishersThread(client(endpoint)));
  }

  static CloudWatchClient client(Optional<URI> endpoint) {
    try {
      return client(Optional.empty(), endpoint);
    } catch (SdkException noRegion) {
      throw new IllegalStateException(
          "CAMEO_CLOUDWATCH_NAMESPACE is set, but it is not known which region's CloudWatch is"
              + " meant: set AWS_REGION.",
          noRegion);
    }
  }

  /**
   * @param region empty for the one that AWS's own tools would take
   */
  static CloudWatchClient client(Optional<String> region, Optional<URI> endpoint) {
    CloudWatchClientBuilder builder =
        CloudWatchClient.builder()
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(2)
                    .connectionTimeout(ATTEMPT)
                    .connectionAcquisitionTimeout(ATTEMPT)
                    .socketTimeout(ATTEMPT))
            .overrideConfiguration(
                call ->
                    call.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(ATTEMPT)
                        .apiCallAttemptTimeout(ATTEMPT));
    endpoint.ifPresent(builder::endpointOverride);
    region.map(Region::of).ifPresent(builder::region);
    return builder.build();
  }

  /**
   * Sends on the thread that makes the reports, which has nothing else to do: the other client
   * would bring a whole network library with it.
   */
  private static final class OnThePublishersThread implements CloudWatchAsyncClient {

    private final CloudWatchClient client;

    OnThePublishersThread(CloudWatchClient client) {
      this.client = client;
    }

    @Override
    public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest report) {
      try {
        return CompletableFuture.completedFuture(client.putMetricData(report));
      } catch (SdkException notTaken) {
        return CompletableFuture.failedFuture(notTaken);
      }
    }

    @Override
    public String serviceName() {
      return client.serviceName();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
