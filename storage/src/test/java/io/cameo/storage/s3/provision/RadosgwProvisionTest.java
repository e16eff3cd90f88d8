package io.cameo.storage.s3.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.Until;
import io.cameo.storage.s3.BucketAccess;
import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.Radosgw;
import io.cameo.storage.s3.S3Server;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.provision.Provisioner.Circumstances;
import io.cameo.storage.s3.provision.WantedBucket.Keeping;
import io.cameo.storage.s3.provision.WantedBucket.Uploads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What provisioning does to a bucket of a real server, seen from outside. */
class RadosgwProvisionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String PICTURE = "avatars/0123456789abcdef0123456789abcdef/64.jpg";

  private S3Server server;
  private S3Client client;
  private String bucket;

  @BeforeEach
  void open() {
    server = Radosgw.server();
    client = server.client();
    bucket = server.newBucket();
  }

  @AfterEach
  void close() {
    if (client != null) {
      // The server looks after one bucket's rules at a time: only one test waits for them.
      client.deleteBucketLifecycle(at -> at.bucket(bucket));
      client.close();
    }
  }

  private ProvisionReport bring(WantedBucket wanted) {
    try (Provisioner provisioner = Provisioner.open(server.options(bucket), wanted)) {
      return provisioner.bring(done -> {});
    }
  }

  private static Map<String, Outcome> outcomes(ProvisionReport report) {
    return report.aspects().stream()
        .collect(Collectors.toMap(AspectReport::aspect, AspectReport::outcome));
  }

  private void put(String key) {
    client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("x"));
  }

  private HttpResponse<Void> anonymously(HttpRequest.Builder request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.discarding());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private HttpRequest.Builder request(String key) {
    return HttpRequest.newBuilder(
        URI.create(server.endpoint().orElseThrow() + "/" + bucket + "/" + key));
  }

  @Test
  void findsNothingToDoAgainAndTheStoreStillWorks() {
    ProvisionReport first = bring(WantedBuckets.uploads());
    assertThat(outcomes(first))
        .containsEntry("public-access-block", Outcome.CHANGED)
        .containsEntry("lifecycle", Outcome.CHANGED)
        .containsEntry("versioning", Outcome.AS_WANTED)
        .containsEntry("cors", Outcome.CHANGED)
        .containsEntry("ownership", Outcome.NOT_SUPPORTED)
        .containsEntry("encryption", Outcome.NOT_SUPPORTED)
        .containsEntry("replication", Outcome.NOT_SUPPORTED)
        .containsEntry("access-list", Outcome.AS_WANTED);
    assertThat(first.hasProblems()).as(first.toString()).isFalse();

    ProvisionReport second = bring(WantedBuckets.uploads());

    assertThat(outcomes(second).values()).containsOnly(Outcome.AS_WANTED, Outcome.NOT_SUPPORTED);
    try (S3Store store = S3Store.open(server.options(bucket))) {
      assertThat(store.probe(Clock.systemUTC())).isEqualTo(new BucketState.Usable(List.of()));
      store.put(new NewObject(PICTURE, new byte[10], ObjectMetadata.immutable("image/jpeg")));
    }
  }

  @Test
  void nobodyReadsAnonymouslyAndNobodyCanAllowIt() {
    put(PICTURE);
    client.putObjectAcl(acl -> acl.bucket(bucket).key(PICTURE).acl(ObjectCannedACL.PUBLIC_READ));
    assertThat(anonymously(request(PICTURE).GET()).statusCode()).as("before").isEqualTo(200);

    bring(WantedBuckets.plain());

    assertThat(anonymously(request(PICTURE).GET()).statusCode()).isEqualTo(403);
    String everybody =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::"
            + bucket
            + "/*\"}]}";
    assertThatThrownBy(
            () -> client.putBucketPolicy(policy -> policy.bucket(bucket).policy(everybody)))
        .isInstanceOfSatisfying(
            S3Exception.class, refused -> assertThat(refused.statusCode()).isEqualTo(403));
    assertThat(anonymously(request(PICTURE).GET()).statusCode()).isEqualTo(403);
  }

  private HttpResponse<Void> preflight(String origin, String method) {
    return anonymously(
        request("incoming/x")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .header("Access-Control-Request-Headers", "content-type"));
  }

  @Test
  void onlyTheConfiguredPagesMaySendStraightToTheBucket() {
    bring(WantedBuckets.uploads());

    for (String method : List.of("POST", "PUT")) {
      HttpResponse<Void> ours = preflight(WantedBuckets.ORIGIN, method);
      assertThat(ours.statusCode()).isEqualTo(200);
      assertThat(ours.headers().firstValue("Access-Control-Allow-Origin"))
          .contains(WantedBuckets.ORIGIN);
      HttpResponse<Void> theirs = preflight("https://evil.example", method);
      assertThat(theirs.statusCode()).isEqualTo(403);
      assertThat(theirs.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
    assertThat(preflight(WantedBuckets.ORIGIN, "DELETE").statusCode()).isEqualTo(403);

    bring(WantedBuckets.plain());
    assertThat(preflight(WantedBuckets.ORIGIN, "POST").statusCode()).isEqualTo(403);
  }

  @Test
  void abandonedUploadsAndSupersededVersionsGoAndPicturesStay() {
    bring(WantedBuckets.uploads());
    client.putBucketVersioning(
        put -> put.bucket(bucket).versioningConfiguration(versions -> versions.status("Enabled")));
    String erased = "avatars/ffffffffffffffffffffffffffffffff/64.jpg";
    put("incoming/abandoned");
    put("probe/left");
    put("exports/of-others");
    put(PICTURE);
    put(erased);
    client.deleteObject(at -> at.bucket(bucket).key(erased));
    assertThat(versions().deleteMarkers()).hasSize(1);

    Until.holds("incoming/ and probe/ to be empty", PATIENCE, () -> keys().size() == 2);
    // This server keeps the markers of what a rule by days has deleted; Amazon's removes them too.
    Until.holds(
        "no superseded version, and no marker of what was erased, to be left",
        PATIENCE,
        () ->
            versions().versions().size() == 2
                && versions().deleteMarkers().stream().noneMatch(at -> at.key().equals(erased)));

    assertThat(keys()).containsExactly(PICTURE, "exports/of-others");
  }

  private List<String> keys() {
    return client.listObjectsV2(list -> list.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  private ListObjectVersionsResponse versions() {
    return client.listObjectVersions(list -> list.bucket(bucket));
  }

  @Test
  void rulesAndStatementsOfOthersSurvive() {
    String theirs =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"theirs\",\"Effect\":\"Deny\","
            + "\"Principal\":\"*\",\"Action\":\"s3:DeleteBucket\",\"Resource\":\"arn:aws:s3:::"
            + bucket
            + "\"}]}";
    client.putBucketPolicy(policy -> policy.bucket(bucket).policy(theirs));
    client.putBucketLifecycleConfiguration(
        put ->
            put.bucket(bucket)
                .lifecycleConfiguration(
                    all ->
                        all.rules(
                            LifecycleRule.builder()
                                .id("theirs")
                                .status("Enabled")
                                .filter(filter -> filter.prefix("exports/"))
                                .expiration(after -> after.days(3650))
                                .build())));
    ProvisionReport report;
    // The statement itself is as for a server with TLS; this one takes and keeps it.
    try (Provisioner provisioner =
        new Provisioner(
            BucketAccess.open(server.options(bucket)),
            WantedBuckets.uploads(),
            new Circumstances(false, true, Duration.ofMillis(50)))) {
      report = provisioner.bring(done -> {});
    }

    assertThat(outcomes(report)).containsEntry("tls-only", Outcome.CHANGED);
    assertThat(client.getBucketPolicy(get -> get.bucket(bucket)).policy())
        .contains("\"theirs\"", "s3:DeleteBucket", "cameo-tls-only", "aws:SecureTransport");
    assertThat(client.getBucketLifecycleConfiguration(get -> get.bucket(bucket)).rules())
        .extracting(LifecycleRule::id)
        .contains("theirs", "cameo-superseded", "cameo-incoming");

    // The address is an http one after all: the statement would shut Cameo out, and goes again.
    assertThat(outcomes(bring(WantedBuckets.uploads()))).containsEntry("tls-only", Outcome.CHANGED);
    assertThat(client.getBucketPolicy(get -> get.bucket(bucket)).policy())
        .contains("\"theirs\"")
        .doesNotContain("cameo-tls-only");
  }

  @Test
  void takesVersioningBackWhereKeysWouldBeWrittenTwice() {
    WantedBucket versions =
        new WantedBucket(
            List.of(),
            new Uploads(List.of(), false),
            new Keeping(Optional.of(true), 7, Optional.empty()),
            Optional.empty());

    ProvisionReport report = bring(versions);

    assertThat(outcomes(report)).containsEntry("versioning", Outcome.FAILED);
    assertThat(report.aspects())
        .filteredOn(aspect -> aspect.aspect().equals("versioning"))
        .singleElement()
        .satisfies(
            aspect ->
                assertThat(aspect.detail()).contains("If-None-Match", "CAMEO_S3_VERSIONING=off"));
    try (S3Store store = S3Store.open(server.options(bucket))) {
      assertThat(store.probe(Clock.systemUTC())).isEqualTo(new BucketState.Usable(List.of()));
    }
  }

  @Test
  void makesABucketThatIsMissing() {
    bucket = bucket + "-new";

    assertThat(outcomes(bring(WantedBuckets.plain()))).containsEntry("bucket", Outcome.CHANGED);
    put(PICTURE);
    assertThat(anonymously(request(PICTURE).GET()).statusCode()).isEqualTo(403);
  }
}
