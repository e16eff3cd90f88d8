package io.cameo.service.ops.checklist.firewall;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.Wafv2ClientBuilder;
import software.amazon.awssdk.services.wafv2.model.ResourceType;
import software.amazon.awssdk.services.wafv2.model.WebACL;

/**
 * Asks AWS WAF for a web ACL. Credentials are found as AWS's own tools find them; the region is
 * that of the ARN, which for CloudFront's is us-east-1. Nothing is retried.
 */
public final class WebAcls {

  private static final Duration ATTEMPT = Duration.ofSeconds(3);

  /** What a service that is reached by HTTP may stand behind. */
  private static final List<ResourceType> BEFORE =
      List.of(
          ResourceType.APPLICATION_LOAD_BALANCER,
          ResourceType.API_GATEWAY,
          ResourceType.APP_RUNNER_SERVICE);

  private WebAcls() {}

  /**
   * Reads one with the groups of rules that it names.
   *
   * @param endpoint in the place of AWS's own
   * @throws IllegalStateException with what the operator has to know, when AWS WAF does not say
   */
  public static Firewall read(String arn, Optional<URI> endpoint) {
    try (Wafv2Client waf = open(arn, endpoint)) {
      WebACL acl = waf.getWebACL(get -> get.arn(arn)).webACL();
      return new Firewall(
          acl.name(),
          !arn.contains(":regional/") || BEFORE.stream().anyMatch(type -> stands(waf, arn, type)),
          new Rules(group -> waf.getRuleGroup(get -> get.arn(group)).ruleGroup().rules())
              .limitsOf(acl.rules()));
    } catch (AwsServiceException refused) {
      throw new IllegalStateException(
          "AWS WAF answers "
              + refused.statusCode()
              + " "
              + refused.awsErrorDetails().errorCode()
              + " for "
              + arn
              + "; the credentials need wafv2:GetWebACL, wafv2:GetRuleGroup and"
              + " wafv2:ListResourcesForWebACL.",
          refused);
    } catch (SdkException away) {
      throw new IllegalStateException(
          "AWS WAF could not be asked ("
              + away.getClass().getSimpleName()
              + "); it needs credentials that AWS's own tools find.",
          away);
    }
  }

  private static boolean stands(Wafv2Client waf, String arn, ResourceType type) {
    return !waf.listResourcesForWebACL(list -> list.webACLArn(arn).resourceType(type))
        .resourceArns()
        .isEmpty();
  }

  private static Wafv2Client open(String arn, Optional<URI> endpoint) {
    Wafv2ClientBuilder builder =
        Wafv2Client.builder()
            .region(Region.of(Stream.of(arn.split(":", -1)).skip(3).findFirst().orElseThrow()))
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(1)
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
