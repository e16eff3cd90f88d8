package io.cameo.service.cdn.cloudfront;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;

/** Invalidates paths of distributions. */
public final class Invalidations implements AutoCloseable {

  private final List<String> distributions;
  private final CloudFrontClient client;

  /**
   * @param distributions their ids
   * @param endpoint in the place of AWS's own
   */
  public Invalidations(List<String> distributions, Optional<URI> endpoint) {
    this.distributions = List.copyOf(distributions);
    this.client = Clients.open(endpoint);
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
