package io.cameo.storage.s3.provision;

import static io.cameo.storage.s3.provision.WantedBuckets.everything;
import static io.cameo.storage.s3.provision.WantedBuckets.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.s3.BucketAccess;
import io.cameo.storage.s3.S3StoreOptions.Placement;
import io.cameo.storage.s3.provision.Provisioner.Circumstances;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What becomes of what others have set on the bucket: it stays, is shown, and is named if harmful.
 */
class OthersTest {

  private static final String THEIR_STATEMENT =
      "{\"Sid\":\"backup reads\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
          + "\"arn:aws:iam::999999999999:root\"},\"Action\":[\"s3:GetObject\"],\"Resource\":"
          + "\"arn:aws:s3:::acme-avatars/*\",\"Condition\":{\"NumericLessThan\":{\"s3:max-keys\":10},"
          + "\"Bool\":{\"aws:MultiFactorAuthPresent\":true}}}";
  private static final String PUBLIC_STATEMENT =
      "{\"Sid\":\"site\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
          + "\"Resource\":\"arn:aws:s3:::acme-avatars/*\"}";
  private static final String THEIR_CORS =
      "<CORSRule><ID>theirs</ID><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin>"
          + "</CORSRule>";

  private final DocumentedS3 s3 = DocumentedS3.withAnOldBucket();

  @AfterEach
  void close() {
    s3.close();
  }

  private ProvisionReport bring(WantedBucket wanted) {
    try (Provisioner provisioner =
        new Provisioner(
            BucketAccess.open(s3.options(Placement.OF_BUCKET)),
            wanted,
            new Circumstances(true, true, Duration.ofMillis(1)))) {
      return provisioner.bring(done -> {});
    }
  }

  private static AspectReport of(ProvisionReport report, String aspect) {
    return report.aspects().stream()
        .filter(each -> each.aspect().equals(aspect))
        .findFirst()
        .orElseThrow();
  }

  private static String policy(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Id\":\"theirs\",\"Statement\":["
        + String.join(",", statements)
        + "]}";
  }

  private static String lifecycle(String id, String prefix, String does) {
    return "<LifecycleConfiguration><Rule><ID>"
        + id
        + "</ID><Filter><Prefix>"
        + prefix
        + "</Prefix></Filter><Status>Enabled</Status>"
        + does
        + "</Rule></LifecycleConfiguration>";
  }

  private static String replication(String role) {
    return "<ReplicationConfiguration><Role>"
        + role
        + "</Role><Rule><ID>theirs</ID><Status>Enabled</Status><Priority>7</Priority><Filter><Prefix>"
        + "exports/</Prefix></Filter><DeleteMarkerReplication><Status>Disabled</Status>"
        + "</DeleteMarkerReplication><Destination><Bucket>arn:aws:s3:::their-copy</Bucket>"
        + "</Destination></Rule></ReplicationConfiguration>";
  }

  private void plant() {
    s3.set("policy", policy(THEIR_STATEMENT));
    s3.set("cors", "<CORSConfiguration>" + THEIR_CORS + "</CORSConfiguration>");
    s3.set("lifecycle", lifecycle("theirs", "exports/", "<Expiration><Days>3</Days></Expiration>"));
    s3.setSmallest("varies_by_storage_class");
    s3.set("replication", replication(WantedBuckets.COPY.roleArn()));
  }

  private void assertTheirsIsThere() {
    JsonNode kept =
        PolicyJson.parse(s3.get("policy")).asObject().get("Statement").asArray().getFirst();
    assertThat(PolicyJson.text(kept)).isEqualTo(THEIR_STATEMENT);
    assertThat(s3.get("policy")).contains("\"Id\":\"theirs\"");
    assertThat(s3.get("cors")).contains("<ID>theirs</ID>", "<AllowedMethod>GET</AllowedMethod>");
    assertThat(s3.get("lifecycle"))
        .contains("<ID>theirs</ID>", "<Prefix>exports/</Prefix>", "<Days>3</Days>");
    assertThat(s3.smallest()).contains("varies_by_storage_class");
    assertThat(s3.get("replication")).contains("<ID>theirs</ID>", "<Priority>7</Priority>");
  }

  @Test
  void keepsWhatIsNotOursAndShowsIt() {
    plant();

    ProvisionReport report = bring(everything());

    assertThat(report.hasProblems()).as(report.toString()).isFalse();
    assertTheirsIsThere();
    assertThat(s3.get("policy")).contains("cameo-tls-only", "cameo-cloudfront");
    assertThat(s3.get("cors")).contains("cameo-uploads");
    assertThat(s3.get("lifecycle")).contains("cameo-superseded");
    assertThat(s3.get("replication")).contains("cameo-pictures", "<Priority>8</Priority>");
    assertThat(of(report, "policy-of-others").others()).containsExactly(THEIR_STATEMENT);
    assertThat(of(report, "cors").others()).singleElement().asString().startsWith("theirs: [GET]");
    assertThat(of(report, "lifecycle").others())
        .containsExactly("theirs: exports/, expire after 3 d");
    assertThat(of(report, "replication").others()).singleElement().asString().contains("exports/");
    assertThat(bring(everything()).aspects())
        .allMatch(aspect -> aspect.outcome() == Outcome.AS_WANTED);
  }

  @Test
  void takesBackOursWhenItIsNoLongerWantedAndKeepsTheirs() {
    plant();
    bring(everything());

    ProvisionReport report = bring(plain());

    assertThat(report.hasProblems()).isFalse();
    assertTheirsIsThere();
    assertThat(s3.get("policy")).doesNotContain("cameo-cloudfront").contains("cameo-tls-only");
    assertThat(s3.get("cors")).doesNotContain("cameo-");
    assertThat(s3.get("replication")).doesNotContain("cameo-");
    assertThat(s3.writes()).noneMatch(request -> request.startsWith("DELETE"));
  }

  @Test
  void removesAConfigurationOfWhichNothingIsLeft() {
    bring(everything());

    ProvisionReport report = bring(plain());

    assertThat(report.hasProblems()).isFalse();
    assertThat(s3.get("cors")).isEmpty();
    assertThat(s3.get("replication")).isEmpty();
    assertThat(s3.writes()).contains("DELETE cors", "DELETE replication");
    assertThat(s3.get("lifecycle")).contains("cameo-superseded");
  }

  @Test
  void namesAStatementThatMakesObjectsPublicAndNeverRemovesIt() {
    s3.set("policy", policy(PUBLIC_STATEMENT));

    ProvisionReport report = bring(everything());

    assertThat(of(report, "policy-of-others").conflicts())
        .singleElement()
        .asString()
        .contains("\"site\"", "everybody", "s3:GetObject");
    assertThat(of(report, "public-access-block").outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(of(report, "tls-only").outcome()).isEqualTo(Outcome.DENIED);
    assertThat(of(report, "tls-only").detail()).contains("statement of others");
    assertThat(s3.get("policy")).isEqualTo(policy(PUBLIC_STATEMENT));
    assertThat(report.hasProblems()).isTrue();
  }

  @Test
  void namesRulesThatWorkAgainstThePictures() {
    s3.set(
        "lifecycle",
        lifecycle("tidy", "", "<Expiration><Days>365</Days></Expiration>")
            .replace(
                "</LifecycleConfiguration>",
                "<Rule><ID>cold</ID><Filter><Prefix>avatars/old</Prefix></Filter><Status>Enabled"
                    + "</Status><Transition><Days>90</Days><StorageClass>GLACIER</StorageClass>"
                    + "</Transition></Rule></LifecycleConfiguration>"));
    s3.set(
        "cors",
        "<CORSConfiguration>" + THEIR_CORS.replace(">GET<", ">PUT<") + "</CORSConfiguration>");
    s3.set(
        "acl",
        DocumentedS3.acl(
            "<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xsi:type=\"Group\"><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>"
                + "</Grantee><Permission>READ</Permission></Grant>"));
    s3.set(
        "intelligent-tiering",
        "<ListBucketIntelligentTieringConfigurationsOutput><IsTruncated>false</IsTruncated>"
            + "<IntelligentTieringConfiguration><Id>deep</Id><Status>Enabled</Status><Tiering><Days>90"
            + "</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering>"
            + "</IntelligentTieringConfiguration></ListBucketIntelligentTieringConfigurationsOutput>");

    ProvisionReport report = bring(plain());

    assertThat(of(report, "lifecycle").conflicts())
        .hasSize(2)
        .anyMatch(words -> words.contains("\"tidy\" deletes pictures"))
        .anyMatch(words -> words.contains("\"cold\" moves pictures"));
    assertThat(of(report, "cors").conflicts()).singleElement().asString().contains("\"theirs\"");
    assertThat(of(report, "access-list").conflicts())
        .singleElement()
        .asString()
        .contains("everybody READ");
    assertThat(of(report, "archive-tiers").conflicts())
        .singleElement()
        .asString()
        .contains("\"deep\"");
    assertThat(of(report, "ownership").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(of(report, "ownership").detail()).contains("InvalidBucketAclWithObjectOwnership");
    assertThat(s3.get("lifecycle")).contains("tidy", "cold", "cameo-superseded");
    assertThat(s3.get("intelligent-tiering")).contains("deep");
    assertThat(report.hasProblems()).isTrue();
  }

  @Test
  void noRuleOfOursDeletesACurrentPicture() {
    bring(everything());

    s3.set("lifecycle", s3.get("lifecycle").replace("<ID>cameo-", "<ID>as-if-of-others-"));
    AspectReport report = of(bring(everything()), "lifecycle");

    assertThat(report.others()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(report.conflicts()).isEmpty();
  }

  @Test
  void doesNotChangeTheRoleThatRulesOfOthersNeed() {
    String theirs = replication("arn:aws:iam::123456789012:role/another");
    s3.set("replication", theirs);

    ProvisionReport report = bring(everything());

    assertThat(of(report, "replication").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(of(report, "replication").conflicts())
        .singleElement()
        .asString()
        .contains("role/another", "CAMEO_S3_REPLICATION_ROLE");
    assertThat(s3.get("replication")).isEqualTo(theirs);
  }

  @Test
  void knowsItsOwnStatementInTheFormThatAServerGivesItBack() {
    s3.set(
        "policy",
        policy(
            "{\"Condition\":{\"Bool\":{\"aws:securetransport\":[false]}},\"Resource\":["
                + "\"arn:aws:s3:::acme-avatars/*\",\"arn:aws:s3:::acme-avatars\"],\"Action\":[\"s3:*\"],"
                + "\"Principal\":{\"AWS\":\"*\"},\"Effect\":\"Deny\",\"Sid\":\"cameo-tls-only\"}"));

    assertThat(of(bring(plain()), "tls-only").outcome()).isEqualTo(Outcome.AS_WANTED);
  }

  @Test
  void tellsPublicStatementsFromThoseThatSayWho() {
    for (String condition :
        List.of(
            "\"StringEquals\":{\"aws:SourceVpce\":\"vpce-1\"}",
            "\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}",
            "\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}")) {
      assertThat(PublicStatements.among(List.of(with(condition)))).as(condition).isEmpty();
    }
    for (String condition :
        List.of(
            "\"StringLike\":{\"aws:Referer\":\"https://example.org/*\"}",
            "\"IpAddress\":{\"aws:SourceIp\":\"0.0.0.0/0\"}",
            "\"StringNotEquals\":{\"aws:SourceVpce\":\"vpce-1\"}",
            "\"StringEqualsIfExists\":{\"aws:SourceVpce\":\"vpce-1\"}")) {
      assertThat(PublicStatements.among(List.of(with(condition)))).as(condition).hasSize(1);
    }
    JsonNode denied = PolicyJson.parse(PUBLIC_STATEMENT.replace("Allow", "Deny"));
    assertThat(PublicStatements.among(List.of(denied))).isEmpty();
    assertThat(Optional.of(PolicyJson.parse(PUBLIC_STATEMENT)).map(List::of))
        .hasValueSatisfying(one -> assertThat(PublicStatements.among(one)).hasSize(1));
  }

  private static JsonNode with(String condition) {
    return PolicyJson.parse(
        PUBLIC_STATEMENT.substring(0, PUBLIC_STATEMENT.length() - 1)
            + ",\"Condition\":{"
            + condition
            + "}}");
  }
}
