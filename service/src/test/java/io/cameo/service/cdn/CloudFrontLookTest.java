package io.cameo.service.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is read of a distribution, from a document as CloudFront's reference shows it. */
class CloudFrontLookTest {

  private static final String OF_THE_REFERENCE =
      """
      <DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
        <CallerReference>x</CallerReference>
        <Aliases><Quantity>1</Quantity><Items><CNAME>avatars.example.org</CNAME></Items></Aliases>
        <Origins><Quantity>2</Quantity><Items>
          <Origin><Id>a</Id><DomainName>acme.s3.eu-central-1.amazonaws.com</DomainName>
            <OriginAccessControlId>%s</OriginAccessControlId>
            <S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig></Origin>
          <Origin><Id>b</Id><DomainName>origin.example.org</DomainName></Origin>
        </Items></Origins>
        <DefaultCacheBehavior><TargetOriginId>a</TargetOriginId>
          <ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy></DefaultCacheBehavior>
        <CacheBehaviors><Quantity>1</Quantity><Items><CacheBehavior><PathPattern>/u/*</PathPattern>
          <TargetOriginId>b</TargetOriginId><ViewerProtocolPolicy>%s</ViewerProtocolPolicy>
        </CacheBehavior></Items></CacheBehaviors>
        <Comment></Comment><Enabled>true</Enabled>
        <WebACLId>%s</WebACLId>
      </DistributionConfig>
      """;

  @BeforeAll
  static void signIn() {
    System.setProperty("aws.accessKeyId", "AKID");
    System.setProperty("aws.secretAccessKey", "hush");
  }

  @AfterAll
  static void signOut() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static CdnSettings at(Receiver cloudFront) {
    return new CdnSettings(
        Optional.empty(),
        CdnSettings.Way.NONE,
        new CdnSettings.Access(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of("E2EX"),
            Optional.of(cloudFront.address())),
        Duration.ofSeconds(5),
        List.of());
  }

  private static Function<Receiver.Told, Receiver.Answer> answers(int status, String body) {
    return told -> new Receiver.Answer(status, "text/xml", body);
  }

  @Test
  void aDistributionSaysWhatStandsBeforeItAndWhatItLetsThrough() {
    try (Receiver cloudFront =
        new Receiver(
            answers(200, OF_THE_REFERENCE.formatted("E1OAC", "https-only", "arn:aws:wafv2:x")))) {
      CloudFrontLook.Distribution seen =
          CloudFrontLook.at(at(cloudFront), List.of("E2EX")).getFirst();

      assertThat(cloudFront.told.getFirst().target())
          .isEqualTo("/2020-05-31/distribution/E2EX/config");
      assertThat(seen.enabled()).isTrue();
      assertThat(seen.names()).containsExactly("avatars.example.org");
      assertThat(seen.firewall()).contains("arn:aws:wafv2:x");
      assertThat(seen.clear()).isFalse();
      assertThat(seen.openOrigins()).isEmpty();
    }
    try (Receiver cloudFront =
        new Receiver(answers(200, OF_THE_REFERENCE.formatted("", "allow-all", "")))) {
      CloudFrontLook.Distribution seen =
          CloudFrontLook.at(at(cloudFront), List.of("E2EX")).getFirst();

      assertThat(seen.firewall()).isEmpty();
      assertThat(seen.clear()).isTrue();
      assertThat(seen.openOrigins()).containsExactly("acme.s3.eu-central-1.amazonaws.com");
    }
  }

  @Test
  void aRefusalNamesThePermission() {
    try (Receiver cloudFront =
        new Receiver(
            answers(
                403,
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                    + "<Message>no</Message></Error></ErrorResponse>"))) {
      assertThatThrownBy(() -> CloudFrontLook.at(at(cloudFront), List.of("E2EX")))
          .hasMessageContaining("403 AccessDenied")
          .hasMessageContaining("cloudfront:GetDistributionConfig");
    }
  }
}
