package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.ops.TestCommands.Answer;
import io.cameo.storage.s3.provision.DocumentedS3;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What provision says and how it ends; what it does is the store's own test. */
class ProvisionCommandTest {

  private static final String DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E2EX";

  @TempDir private Path data;
  private final DocumentedS3 s3 = DocumentedS3.withAnOldBucket();

  @AfterEach
  void close() {
    s3.close();
  }

  private TestCommands commands(DocumentedS3 server) {
    return TestCommands.on(data)
        .with(
            Map.of(
                "AWS_S3_BUCKET", "acme-avatars",
                "CAMEO_S3_ENDPOINT", server.address().toString(),
                "AWS_ACCESS_KEY_ID", "AKID",
                "AWS_SECRET_ACCESS_KEY", "hush",
                "CAMEO_ORIGINS", "https://app.example.org",
                "CAMEO_CLOUDFRONT_DISTRIBUTION", DISTRIBUTION));
  }

  @Test
  void withoutYesItOnlySaysWhatDiffersAndEndsWithOne() {
    Answer answer = commands(s3).run("provision");

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(1);
    assertThat(answer.out())
        .startsWith("The bucket acme-avatars, S3 at " + s3.address())
        .containsPattern("public-access-block +differs")
        .contains("found:  BlockPublicAcls off", "wanted: BlockPublicAcls off, IgnorePublicAcls on")
        .containsPattern("access-list +as wanted")
        .endsWith("Nothing was changed. With --yes the command would change what differs.\n")
        .doesNotContain("hush");
    assertThat(s3.requests()).isNotEmpty();
    assertThat(s3.writes()).isEmpty();
  }

  @Test
  void withYesItChangesThatAndAfterwardsAllIsWell() {
    Answer first = commands(s3).run("provision", "--yes");

    assertThat(first.exitCode()).as(first.out()).isZero();
    assertThat(first.out())
        .containsPattern("cors +changed")
        .contains("was:    no rule", "is:     cameo-uploads: [POST, PUT] from")
        .endsWith("All is well.\n");
    assertThat(first.err()).contains("lifecycle: changed");
    assertThat(s3.get("cors")).contains("https://app.example.org");
    assertThat(s3.get("policy")).contains(DISTRIBUTION);
    int writes = s3.writes().size();

    Answer look = commands(s3).run("provision");
    Answer second = commands(s3).run("provision", "--yes");

    assertThat(look.exitCode()).as(look.out()).isZero();
    assertThat(look.out())
        .doesNotContain("differs")
        .contains("wanted: no statement: CAMEO_S3_ENDPOINT is an http:// address")
        .endsWith("All is well.\n");
    assertThat(second.exitCode()).isZero();
    assertThat(s3.writes()).hasSize(writes);
  }

  @Test
  void theSameAsJson() {
    JsonNode before = json(commands(s3).run("provision", "--json"));
    commands(s3).run("provision", "--yes");
    JsonNode after = json(commands(s3).run("provision", "--json"));

    assertThat(before.path("bucket").asString()).isEqualTo("acme-avatars");
    assertThat(before.path("well").asBoolean()).isFalse();
    JsonNode access = aspect(before, "public-access-block");
    assertThat(access.path("state").asString()).isEqualTo("drift");
    assertThat(access.path("problem").asBoolean()).isTrue();
    assertThat(access.path("wanted").path(0).asString()).contains("IgnorePublicAcls on");
    assertThat(after.path("well").asBoolean()).isTrue();
    assertThat(aspect(after, "public-access-block").path("state").asString())
        .isEqualTo("as-wanted");
  }

  private static JsonNode json(Answer answer) {
    return JsonMapper.builder().build().readTree(answer.out());
  }

  private static JsonNode aspect(JsonNode report, String name) {
    for (JsonNode aspect : report.path("aspects")) {
      if (aspect.path("aspect").asString().equals(name)) {
        return aspect;
      }
    }
    throw new AssertionError(name + " is not in " + report);
  }

  @Test
  void makesTheBucketThatTheSettingsName() {
    try (DocumentedS3 empty = DocumentedS3.withoutABucket()) {
      Answer look = commands(empty).run("provision");
      assertThat(look.exitCode()).isEqualTo(1);
      assertThat(look.out()).contains("found:  does not exist");
      assertThat(empty.writes()).isEmpty();

      assertThat(commands(empty).run("provision", "--yes").exitCode()).isZero();
      assertThat(commands(empty).run("provision").exitCode()).isZero();
    }
  }

  @Test
  void withoutABucketOrWithWrongWordsItIsWrongUse() {
    Answer noBucket = TestCommands.on(data).run("provision");
    assertThat(noBucket.exitCode()).isEqualTo(2);
    assertThat(noBucket.err()).contains("AWS_S3_BUCKET names no bucket");
    assertThat(commands(s3).run("provision", "--force").exitCode()).isEqualTo(2);
    assertThat(s3.requests()).isEmpty();
  }

  @Test
  void saysThatTheServerDoesNotAnswer() {
    TestCommands commands = commands(s3);
    s3.close();

    Answer answer = commands.run("provision", "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("did not answer HeadBucket", "run the command again");
  }
}
