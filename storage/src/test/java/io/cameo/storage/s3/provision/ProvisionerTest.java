package io.cameo.storage.s3.provision;

import static io.cameo.storage.s3.provision.WantedBuckets.everything;
import static io.cameo.storage.s3.provision.WantedBuckets.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.s3.BucketAccess;
import io.cameo.storage.s3.S3StoreOptions.Encryption;
import io.cameo.storage.s3.S3StoreOptions.Placement;
import io.cameo.storage.s3.provision.Provisioner.Circumstances;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent to Amazon's S3, in which order, and what is made of its answers. */
class ProvisionerTest {

  private static final Placement KMS =
      new Placement(Encryption.KMS, Optional.of("the-key"), Optional.empty());
  private static final Circumstances AMAZON = new Circumstances(true, true, Duration.ofMillis(1));

  private DocumentedS3 s3 = DocumentedS3.withAnOldBucket();

  @AfterEach
  void close() {
    s3.close();
  }

  private void instead(DocumentedS3 other) {
    s3.close();
    s3 = other;
  }

  private Provisioner on(WantedBucket wanted, Placement placement) {
    return new Provisioner(BucketAccess.open(s3.options(placement)), wanted, AMAZON);
  }

  private ProvisionReport look(WantedBucket wanted) {
    try (Provisioner provisioner = on(wanted, Placement.OF_BUCKET)) {
      return provisioner.look();
    }
  }

  private ProvisionReport bring(WantedBucket wanted) {
    return bring(wanted, Placement.OF_BUCKET);
  }

  private ProvisionReport bring(WantedBucket wanted, Placement placement) {
    try (Provisioner provisioner = on(wanted, placement)) {
      return provisioner.bring(done -> {});
    }
  }

  private static Map<String, Outcome> outcomes(ProvisionReport report) {
    return report.aspects().stream()
        .collect(Collectors.toMap(AspectReport::aspect, AspectReport::outcome));
  }

  private static AspectReport of(ProvisionReport report, String aspect) {
    return report.aspects().stream()
        .filter(each -> each.aspect().equals(aspect))
        .findFirst()
        .orElseThrow();
  }

  private static void assertAllAsWanted(ProvisionReport report) {
    assertThat(outcomes(report).values()).hasSizeGreaterThan(10).containsOnly(Outcome.AS_WANTED);
    assertThat(report.hasProblems()).isFalse();
  }

  @Test
  void bringsAnOldBucketToTheWantedStateAndFindsNothingToDoAgain() {
    ProvisionReport first = bring(everything(), KMS);

    assertThat(first.hasProblems()).as(first.toString()).isFalse();
    assertThat(s3.get("publicAccessBlock"))
        .contains(
            "<BlockPublicAcls>true<",
            "<IgnorePublicAcls>true<",
            "<BlockPublicPolicy>true<",
            "<RestrictPublicBuckets>true<");
    assertThat(s3.get("ownershipControls")).contains("BucketOwnerEnforced");
    assertThat(s3.get("encryption"))
        .contains("aws:kms", "the-key", "<BucketKeyEnabled>true</BucketKeyEnabled>");
    assertThat(s3.get("versioning")).contains("<Status>Enabled</Status>");
    assertThat(PolicyJson.parse(s3.get("policy")).asObject().get("Statement").asArray())
        .extracting(BucketPolicy::sid)
        .containsExactly("cameo-tls-only", "cameo-cloudfront");
    assertThat(s3.get("policy"))
        .contains(
            "\"aws:SecureTransport\":\"false\"",
            "\"Principal\":{\"Service\":\"cloudfront.amazonaws.com\"}",
            "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::acme-avatars/avatars/*\"",
            "\"AWS:SourceArn\":[\"" + WantedBuckets.DISTRIBUTION + "\"]");
    assertThat(s3.get("cors"))
        .contains(WantedBuckets.ORIGIN, "<AllowedMethod>POST<", "<AllowedMethod>PUT<")
        .doesNotContain("<AllowedMethod>GET<", "<AllowedOrigin>*<");
    assertThat(s3.get("lifecycle"))
        .contains("cameo-abandoned-parts", "cameo-incoming", "cameo-superseded", "cameo-tiering");
    assertThat(s3.get("replication")).contains("arn:aws:s3:::acme-copy", "role/copy");
    int requests = s3.requests().size();
    List<String> writes = s3.writes();

    assertAllAsWanted(bring(everything(), KMS));
    assertThat(s3.writes()).isEqualTo(writes);
    assertThat(s3.requests()).hasSizeGreaterThan(requests);
  }

  @Test
  void aLookChangesNothing() {
    ProvisionReport report = look(everything());

    assertThat(report.hasProblems()).isTrue();
    assertThat(outcomes(report))
        .containsEntry("public-access-block", Outcome.DRIFT)
        .containsEntry("tls-only", Outcome.DRIFT)
        .containsEntry("replication", Outcome.DRIFT)
        .containsEntry("access-list", Outcome.AS_WANTED);
    assertThat(of(report, "versioning").found()).containsExactly("never enabled");
    assertThat(of(report, "versioning").wanted()).containsExactly("Enabled");
    assertThat(s3.requests()).isNotEmpty();
    assertThat(s3.writes()).isEmpty();
  }

  @Test
  void makesABucketThatIsMissing() {
    instead(DocumentedS3.withoutABucket());
    ProvisionReport seen = look(plain());
    assertThat(outcomes(seen)).isEqualTo(Map.of("bucket", Outcome.DRIFT));
    assertThat(s3.writes()).isEmpty();

    ProvisionReport made = bring(plain());

    assertThat(made.hasProblems()).isFalse();
    assertThat(outcomes(made))
        .containsEntry("bucket", Outcome.CHANGED)
        .containsEntry("encryption", Outcome.AS_WANTED)
        .containsEntry("tls-only", Outcome.CHANGED);
    assertThat(s3.writes().getFirst()).isEqualTo("PUT bucket");
    assertAllAsWanted(look(plain()));
  }

  @Test
  void closesTheBucketBeforeItOpensAnythingAndKeepsNothingForEver() {
    bring(everything());

    assertThat(s3.writes())
        .containsExactly(
            "PUT publicAccessBlock",
            "PUT ownershipControls",
            "PUT policy",
            "PUT encryption",
            "PUT lifecycle",
            "PUT lifecycle",
            "PUT versioning",
            "PUT replication",
            "PUT policy",
            "PUT cors");
  }

  @Test
  void anInterruptedRunLeavesTheBucketProtectedAndTheNextOneGoesOn() {
    int writes = 0;
    do {
      instead(DocumentedS3.withAnOldBucket().breakAfterWrites(writes++));
      if (writes <= 10) {
        assertThatThrownBy(() -> bring(everything()))
            .isInstanceOf(StorageUnavailableException.class);
      }
      if (s3.get("policy").contains("cameo-cloudfront") || !s3.get("cors").isEmpty()) {
        assertThat(s3.get("publicAccessBlock")).contains("<RestrictPublicBuckets>true<");
        assertThat(s3.get("policy")).contains("cameo-tls-only");
      }
      if (s3.get("versioning").contains("Enabled")) {
        assertThat(s3.get("lifecycle")).contains("cameo-superseded");
      }
      s3.breakAfterWrites(Integer.MAX_VALUE);
      bring(everything());
      assertAllAsWanted(look(everything()));
    } while (writes <= 10);
  }

  @Test
  void leavesAStrongerEncryptionAlone() {
    bring(plain(), KMS);
    String before = s3.get("encryption");

    for (Encryption weaker : EnumSet.of(Encryption.BUCKET, Encryption.AES256)) {
      ProvisionReport report =
          bring(plain(), new Placement(weaker, Optional.empty(), Optional.empty()));
      assertThat(outcomes(report)).containsEntry("encryption", Outcome.AS_WANTED);
    }
    assertThat(s3.get("encryption")).isEqualTo(before);
  }

  @Test
  void changesAKeyThatIsAnotherOne() {
    bring(plain(), KMS);
    Placement another = new Placement(Encryption.KMS, Optional.of("key-2"), Optional.empty());

    assertThat(outcomes(bring(plain(), another))).containsEntry("encryption", Outcome.CHANGED);
    assertThat(s3.get("encryption")).contains("key-2").doesNotContain("the-key");
  }

  @Test
  void namesThePermissionThatIsMissingAndGoesOnWithTheRest() {
    s3.deny("s3:PutBucketCORS", "s3:GetEncryptionConfiguration");

    ProvisionReport report = bring(everything());

    assertThat(of(report, "cors").outcome()).isEqualTo(Outcome.DENIED);
    assertThat(of(report, "cors").detail())
        .contains(
            "{\"Effect\": \"Allow\", \"Action\": \"s3:PutBucketCORS\", \"Resource\":"
                + " \"arn:aws:s3:::acme-avatars\"}");
    assertThat(of(report, "encryption").detail()).contains("s3:GetEncryptionConfiguration");
    assertThat(outcomes(report)).containsEntry("replication", Outcome.CHANGED);
    assertThat(report.hasProblems()).isTrue();
    assertThat(s3.get("cors")).isEmpty();
  }

  @Test
  void everyPermissionOfThePageIsNeededAndNamedWhenItIsMissing() throws Exception {
    String page = Files.readString(Path.of("../docs/operations/provision.md"));
    String policy =
        page.substring(page.indexOf("```json"), page.indexOf("```", page.indexOf("```json") + 7));
    Set<String> permissions =
        Pattern.compile("\"(s3:[A-Za-z]+)\"")
            .matcher(policy)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());
    assertThat(permissions).containsAll(DocumentedS3.permissions()).contains("s3:ListBucket");
    for (String permission : permissions) {
      instead(
          permission.equals("s3:CreateBucket")
              ? DocumentedS3.withoutABucket().deny(permission)
              : DocumentedS3.withAnOldBucket().deny(permission));
      assertThat(denials()).as(permission).contains("\"" + permission + "\"");
    }
  }

  private String denials() {
    try {
      return bring(everything()).aspects().stream()
          .filter(aspect -> aspect.outcome() == Outcome.DENIED)
          .map(AspectReport::detail)
          .collect(Collectors.joining());
    } catch (StorageUnavailableException nothingElseCanBeAsked) {
      return String.valueOf(nothingElseCanBeAsked.getMessage());
    }
  }

  @Test
  void takesAStatementBackThatShutsCameoOut() {
    instead(DocumentedS3.behindAProxyThatEndsTls());
    ProvisionReport report;
    try (Provisioner provisioner =
        new Provisioner(
            BucketAccess.open(s3.options(Placement.OF_BUCKET)),
            plain(),
            new Circumstances(false, true, Duration.ofMillis(1)))) {
      report = provisioner.bring(done -> {});
    }

    assertThat(of(report, "tls-only").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(of(report, "tls-only").detail()).contains("taken back", "rgw trust forwarded https");
    assertThat(s3.get("policy")).isEmpty();
    assertThat(s3.writes()).containsSequence("PUT policy", "DELETE policy");
  }

  @Test
  void takesBackWhatCouldNotBeTriedBecauseTheServerFailed() {
    instead(DocumentedS3.thatFailsInTrials());
    assertThatThrownBy(this::bringElsewhere).isInstanceOf(StorageUnavailableException.class);
    assertThat(s3.writes()).contains("PUT policy");
    assertThat(s3.get("policy")).isEmpty();

    s3.forget("policy");
    assertThatThrownBy(this::bringElsewhere).isInstanceOf(StorageUnavailableException.class);
    assertThat(s3.get("versioning")).contains("<Status>Suspended</Status>");
    assertThat(s3.trials()).isEmpty();
  }

  private void bringElsewhere() {
    try (Provisioner provisioner =
        new Provisioner(
            BucketAccess.open(s3.options(Placement.OF_BUCKET)),
            everything(),
            new Circumstances(false, true, Duration.ofMillis(1)))) {
      provisioner.bring(done -> {});
    }
  }

  @Test
  void doesNotKeepVersionsThatNothingRemoves() {
    s3.deny("s3:PutLifecycleConfiguration");

    ProvisionReport report = bring(everything());

    assertThat(outcomes(report))
        .containsEntry("lifecycle", Outcome.DENIED)
        .containsEntry("versioning", Outcome.HELD_BACK)
        .containsEntry("replication", Outcome.HELD_BACK);
    assertThat(s3.get("versioning")).doesNotContain("Enabled");
  }

  @Test
  void doesNotBelieveAnAnswerWithoutAnEffect() {
    s3.forget("encryption");

    ProvisionReport report = bring(plain());

    assertThat(of(report, "encryption").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(of(report, "encryption").detail()).contains("does not show it");
    assertThat(report.hasProblems()).isTrue();
  }

  @Test
  void neverDeletesOrBelievesWhereSubResourcesAreTakenForTheBucket() {
    instead(DocumentedS3.thatKnowsNoSubResources());

    ProvisionReport report = bring(plain());

    assertThat(s3.exists()).isTrue();
    assertThat(s3.requests()).noneMatch(request -> request.startsWith("DELETE"));
    assertThat(report.aspects())
        .filteredOn(aspect -> !List.of("bucket", "archive-tiers").contains(aspect.aspect()))
        .hasSizeGreaterThan(9)
        .allSatisfy(
            aspect -> {
              assertThat(aspect.outcome()).as(aspect.aspect()).isEqualTo(Outcome.NOT_SUPPORTED);
              assertThat(aspect.detail()).isNotBlank();
            });
    assertThat(report.hasProblems()).isFalse();
    assertThat(outcomes(bring(everything())))
        .as("what a setting asks for by name")
        .containsEntry("cors", Outcome.UNMET)
        .containsEntry("cloudfront", Outcome.UNMET)
        .containsEntry("replication", Outcome.UNMET)
        .containsEntry("intelligent-tiering", Outcome.UNMET);
    assertThat(s3.exists()).isTrue();
  }

  @Test
  void stopsWhereNothingCanBeAsked() {
    s3.close();
    assertThatThrownBy(() -> look(plain()))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining(s3.address().toString());
  }
}
