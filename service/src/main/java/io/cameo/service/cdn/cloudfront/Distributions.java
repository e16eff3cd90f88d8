package io.cameo.service.cdn.cloudfront;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/** Reads how distributions are set up. */
public final class Distributions implements AutoCloseable {

  private final CloudFrontClient client;

  /**
   * How one is set up.
   *
   * @param enabled whether it answers at all
   * @param names that lead to it, beside its own
   * @param firewall the web ACL before it; empty without one
   * @param clear whether it answers without TLS
   * @param openOrigins buckets that it reads without an access control, so that they must be open
   */
  public record Setup(
      boolean enabled,
      List<String> names,
      Optional<String> firewall,
      boolean clear,
      List<String> openOrigins) {}

  /**
   * @param endpoint in the place of AWS's own
   */
  public Distributions(Optional<URI> endpoint) {
    this.client = Clients.open(endpoint);
  }

  /**
   * Reads one.
   *
   * @throws RefusedException when CloudFront does not say
   */
  public Setup setup(String id) {
    try {
      DistributionConfig config =
          client.getDistributionConfig(get -> get.id(id)).distributionConfig();
      return new Setup(
          Boolean.TRUE.equals(config.enabled()),
          config.aliases() == null ? List.of() : List.copyOf(config.aliases().items()),
          Optional.ofNullable(config.webACLId()).filter(Distributions::isSet),
          policies(config).anyMatch(ViewerProtocolPolicy.ALLOW_ALL::equals),
          config.origins().items().stream()
              .filter(Distributions::isOpen)
              .map(Origin::domainName)
              .toList());
    } catch (AwsServiceException refused) {
      throw new RefusedException(
          "CloudFront answers "
              + refused.statusCode()
              + " "
              + refused.awsErrorDetails().errorCode()
              + " for distribution "
              + id
              + "; the credentials need cloudfront:GetDistributionConfig.",
          refused);
    } catch (SdkException away) {
      throw new RefusedException(
          "CloudFront could not be asked ("
              + away.getClass().getSimpleName()
              + "); it needs credentials that AWS's own tools find.",
          away);
    }
  }

  private static Stream<ViewerProtocolPolicy> policies(DistributionConfig config) {
    Stream<ViewerProtocolPolicy> others =
        config.cacheBehaviors() == null
            ? Stream.of()
            : config.cacheBehaviors().items().stream().map(CacheBehavior::viewerProtocolPolicy);
    return Stream.concat(Stream.of(config.defaultCacheBehavior().viewerProtocolPolicy()), others);
  }

  private static boolean isOpen(Origin origin) {
    boolean identity =
        origin.s3OriginConfig() != null && isSet(origin.s3OriginConfig().originAccessIdentity());
    return String.valueOf(origin.domainName()).contains(".s3.")
        && !isSet(origin.originAccessControlId())
        && !identity;
  }

  private static boolean isSet(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  @Override
  public void close() {
    client.close();
  }
}
