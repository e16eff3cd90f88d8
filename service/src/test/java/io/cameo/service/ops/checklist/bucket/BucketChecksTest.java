package io.cameo.service.ops.checklist.bucket;

import static io.cameo.service.ops.checklist.line.CannedWeb.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.TestSettings;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.CannedWeb;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.service.ops.checklist.line.Stores;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.Terminal;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.S3Proxy;
import io.cameo.storage.s3.S3Server;
import io.cameo.storage.s3.provision.AspectReport;
import io.cameo.storage.s3.provision.DocumentedS3;
import io.cameo.storage.s3.provision.Outcome;
import io.cameo.storage.s3.provision.ProvisionReport;
import io.cameo.storage.s3.provision.Provisioner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the checks of the store say when all is well, and when it is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BucketChecksTest {

  private static final Supplier<Optional<URI>> BUCKET =
      () -> Optional.of(URI.create("http://s3.test/acme"));

  private TestDatabase database;

  @BeforeAll
  void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  void close() {
    database.close();
  }

  private JdbcClient sql() {
    return database.sql();
  }

  private static Answer anonymous(CannedWeb web) throws Exception {
    return new AnonymousAccess(BUCKET, () -> Optional.of("avatars/1/64.jpg"), "probe/x", web)
        .look();
  }

  @Test
  void strangersAreRefused() throws Exception {
    CannedWeb closed = CannedWeb.always(reply(403, ""));

    assertThat(anonymous(closed).mark()).isEqualTo(Mark.PASS);
    assertThat(closed.asked())
        .containsExactly(
            "GET http://s3.test/acme?list-type=2&max-keys=1",
            "GET http://s3.test/acme/avatars/1/64.jpg",
            "PUT http://s3.test/acme/probe/x",
            "DELETE http://s3.test/acme/probe/x");
  }

  @Test
  void everythingThatStrangersMayDoIsNamed() throws Exception {
    Answer open =
        anonymous(
            new CannedWeb(request -> reply(request.method().equals("DELETE") ? 403 : 200, "")));

    assertThat(open.mark()).isEqualTo(Mark.FAIL);
    assertThat(open.evidence())
        .hasSize(3)
        .allMatch(line -> line.endsWith("everybody may do it."))
        .anyMatch(line -> line.startsWith("PUT"));
    assertThat(open.remedy()).contains("./cameo provision");
    assertThat(anonymous(CannedWeb.always(reply(503, ""))).mark()).isEqualTo(Mark.UNKNOWN);
    assertThat(
            new AnonymousAccess(
                    Optional::empty, Optional::empty, "x", CannedWeb.always(reply(403, "")))
                .look()
                .mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }

  @Test
  void anOpenBucketIsFoundEvenWhileTheDatabaseIsAway() throws Exception {
    Answer open =
        new AnonymousAccess(
                BUCKET,
                () -> {
                  throw new IllegalStateException("away");
                },
                "probe/x",
                CannedWeb.always(reply(200, "")))
            .look();

    assertThat(open.mark()).isEqualTo(Mark.FAIL);
  }

  private static CannedWeb letting(String... origins) {
    return new CannedWeb(
        request -> {
          String origin = request.headers().firstValue("Origin").orElse("");
          return List.of(origins).contains("*") || List.of(origins).contains(origin)
              ? reply(200, "", "Access-Control-Allow-Origin", origin)
              : reply(403, "");
        });
  }

  @Test
  void ourPagesAreLetInAndOthersAreNot() throws Exception {
    List<String> ours = List.of("https://a.example.org", "https://b.example.org");

    assertThat(
            new CorsPreflight(
                    BUCKET, ours, letting("https://a.example.org", "https://b.example.org"))
                .look()
                .mark())
        .isEqualTo(Mark.PASS);
    Answer missing = new CorsPreflight(BUCKET, ours, letting("https://a.example.org")).look();
    assertThat(missing.mark()).isEqualTo(Mark.FAIL);
    assertThat(missing.evidence())
        .containsExactly("A browser on https://b.example.org is not let in.");
    Answer all = new CorsPreflight(BUCKET, ours, letting("*")).look();
    assertThat(all.mark()).isEqualTo(Mark.FAIL);
    assertThat(all.evidence().getFirst()).contains("any other page");
    assertThat(new CorsPreflight(BUCKET, List.of(), letting()).look().mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }

  @Test
  void theStoreIsTried() {
    assertThat(new StoreWorks(() -> new BucketState.Usable(List.of()), "here").look().mark())
        .isEqualTo(Mark.PASS);
    assertThat(
            new StoreWorks(() -> new BucketState.Usable(List.of("The clock is wrong.")), "here")
                .look()
                .mark())
        .isEqualTo(Mark.WARN);
    Answer broken =
        new StoreWorks(() -> new BucketState.Unusable(List.of("no list", "no delete")), "here")
            .look();
    assertThat(broken.mark()).isEqualTo(Mark.FAIL);
    assertThat(broken.evidence()).containsExactly("no list", "no delete");
    assertThat(
            new StoreWorks(
                    () -> new BucketState.Unknown(new StorageUnavailableException("away")), "here")
                .look()
                .mark())
        .isEqualTo(Mark.UNKNOWN);
  }

  private static Map<String, String> settings(String bucket, URI endpoint) {
    Map<String, String> settings = new HashMap<>();
    settings.put("AWS_S3_BUCKET", bucket);
    settings.put("AWS_REGION", "us-east-1");
    settings.put("CAMEO_S3_ENDPOINT", endpoint.toString());
    settings.put("AWS_ACCESS_KEY_ID", "AKID");
    settings.put("AWS_SECRET_ACCESS_KEY", "hush");
    settings.put("CAMEO_ORIGINS", "https://app.example.org");
    settings.put("CAMEO_S3_VERSIONING", "on");
    settings.put("CAMEO_S3_TIERING", "on");
    settings.put(
        "CAMEO_CLOUDFRONT_DISTRIBUTION", "arn:aws:cloudfront::123456789012:distribution/E2EX");
    return settings;
  }

  private static Map<String, Mark> aspects(Path data, Map<String, String> settings)
      throws Exception {
    Installation installation =
        new Installation(
            new OpsContext(
                TestSettings.of(data, settings),
                Clock.systemUTC(),
                new Terminal(System.out, System.err, false)));
    Map<String, Mark> marks = new HashMap<>();
    for (Check check : BucketChecks.of(installation, new Stores(installation))) {
      if (check instanceof BucketAspect) {
        marks.put(check.about().name(), check.look().mark());
      }
    }
    return marks;
  }

  /** Every aspect that differs is caught, and is as wanted after provision has brought it there. */
  @Test
  void everyPropertyOfTheBucketIsFoundWrongAndThenRight(@TempDir Path data) throws Exception {
    try (DocumentedS3 s3 = DocumentedS3.withAnOldBucket()) {
      Map<String, String> settings = settings("acme-avatars", s3.address());

      Map<String, Mark> before = aspects(data, settings);
      assertThat(before)
          .containsEntry("bucket-public-access-block", Mark.FAIL)
          .containsEntry("bucket-ownership", Mark.WARN)
          .containsEntry("bucket-cors", Mark.FAIL)
          .containsEntry("bucket-cloudfront", Mark.FAIL)
          .containsEntry("bucket-lifecycle", Mark.WARN)
          .containsEntry("bucket-versioning", Mark.WARN)
          .containsEntry("bucket-intelligent-tiering", Mark.WARN);

      Installation installation =
          new Installation(
              new OpsContext(
                  TestSettings.of(data, settings),
                  Clock.systemUTC(),
                  new Terminal(System.out, System.err, false)));
      try (Provisioner provisioner =
          Provisioner.open(
              new Stores(installation).bucket().orElseThrow(),
              installation.settings(io.cameo.service.objects.BucketSettings.class).wanted())) {
        provisioner.bring(done -> {});
      }
      Map<String, Mark> after = aspects(data, settings);
      // The documented server keeps no objects, so provision does not trust it with versions.
      assertThat(after.remove("bucket-versioning")).isEqualTo(Mark.WARN);
      // Nobody asked for a copy, and TLS cannot be asked of a server at an http address.
      assertThat(after.remove("bucket-replication")).isEqualTo(Mark.NOT_APPLICABLE);
      assertThat(after.remove("bucket-tls-only")).isEqualTo(Mark.NOT_APPLICABLE);
      assertThat(after)
          .hasSize(before.size() - 3)
          .allSatisfy((name, mark) -> assertThat(mark).as(name).isEqualTo(Mark.PASS));
    }
  }

  private static Answer aspect(Outcome outcome, String detail, List<String> conflicts) {
    return aspect(
        new AspectReport(
            "encryption",
            outcome,
            List.of("none"),
            List.of("aws:kms"),
            List.of(),
            conflicts,
            detail));
  }

  private static Answer aspect(String wanted) {
    return aspect(
        new AspectReport(
            "encryption",
            Outcome.AS_WANTED,
            List.of("none"),
            List.of(wanted),
            List.of(),
            List.of(),
            ""));
  }

  private static Answer aspect(AspectReport report) {
    return new BucketAspect(
            new About(Line.INF_1, "x", "x", "x."),
            report.aspect(),
            Mark.FAIL,
            () -> Optional.of(new ProvisionReport("acme", "S3", List.of(report))))
        .look();
  }

  @Test
  void whatIsNotSeenIsUnknownAndWhatTheServerLacksIsNot() {
    assertThat(aspect(Outcome.AS_WANTED, "", List.of()).mark()).isEqualTo(Mark.PASS);
    assertThat(aspect("as it is").mark()).isEqualTo(Mark.NOT_APPLICABLE);
    assertThat(aspect("no statement: Cameo would be shut out").mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
    assertThat(aspect(Outcome.DRIFT, "", List.of()).evidence())
        .containsExactly("found:  none", "wanted: aws:kms");
    assertThat(aspect(Outcome.DENIED, "s3:GetEncryption", List.of()).mark())
        .isEqualTo(Mark.UNKNOWN);
    assertThat(aspect(Outcome.NOT_SUPPORTED, "Encrypt its disks.", List.of()).mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
    assertThat(aspect(Outcome.UNMET, "asked for", List.of()).mark()).isEqualTo(Mark.FAIL);
    assertThat(aspect(Outcome.AS_WANTED, "", List.of("A rule of others opens it.")).mark())
        .isEqualTo(Mark.FAIL);
  }

  /** On a real server: the probe leaves nothing, and strangers are refused. */
  @Test
  void aRealBucketIsTriedAndLeftAsItWas(@TempDir Path data) throws Exception {
    S3Server server = S3Proxy.server();
    String bucket = server.newBucket();
    Map<String, String> settings = settings(bucket, server.endpoint().orElseThrow());
    settings.put("AWS_ACCESS_KEY_ID", server.credentials().orElseThrow().accessKeyId());
    settings.put("AWS_SECRET_ACCESS_KEY", server.credentials().orElseThrow().secretAccessKey());
    settings.put("CAMEO_DATABASE_URL", database.setting());
    Installation installation =
        new Installation(
            new OpsContext(
                TestSettings.of(data, settings),
                Clock.systemUTC(),
                new Terminal(System.out, System.err, false)));
    Stores stores = new Stores(installation);
    List<Check> checks = BucketChecks.of(installation, stores);

    assertThat(look(checks, "anonymous-access").mark()).isEqualTo(Mark.PASS);
    assertThat(look(checks, "store-works").mark()).isEqualTo(Mark.PASS);
    assertThat(stores.address().orElseThrow().toString())
        .isEqualTo(server.endpoint().orElseThrow() + "/" + bucket);
    try (var client = server.client()) {
      assertThat(client.listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
    }
  }

  private static Answer look(List<Check> checks, String name) throws Exception {
    return checks.stream()
        .filter(each -> each.about().name().equals(name))
        .findFirst()
        .orElseThrow()
        .look();
  }

  @Test
  void aFullDiskIsSeenComing() throws Exception {
    assertThat(space(50).mark()).isEqualTo(Mark.PASS);
    assertThat(space(10).mark()).isEqualTo(Mark.WARN);
    assertThat(space(2).mark()).isEqualTo(Mark.FAIL);
    assertThat(new StorageSpace(this::sql, Optional.empty()).look().mark()).isEqualTo(Mark.PASS);
  }

  private Answer space(long free) throws Exception {
    return new StorageSpace(this::sql, Optional.of(() -> new StorageSpace.Space(free, 100))).look();
  }

  @Test
  void aRegionThatIsBehindIsNamed() {
    RegionsCurrent check = new RegionsCurrent(List.of("eu"), this::sql);

    assertThat(check.look().mark()).isEqualTo(Mark.PASS);
    sql()
        .sql(
            "insert into region_copy (region, version, created_at)"
                + " values ('eu', gen_random_uuid(), now() - interval '1 hour')")
        .update();
    try {
      Answer behind = check.look();
      assertThat(behind.mark()).isEqualTo(Mark.FAIL);
      assertThat(behind.evidence().getFirst()).startsWith("eu lacks 1 versions");
    } finally {
      sql().sql("delete from region_copy").update();
    }
    assertThat(new RegionsCurrent(List.of(), this::sql).look().mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }

  @Test
  void picturesOfOtherSettingsAreCounted() {
    assertThat(new RenditionsCurrent("r1 q85", this::sql).look().mark()).isEqualTo(Mark.UNKNOWN);
    io.cameo.service.ops.checklist.Rows.live(sql(), "r1 q85");
    try {
      assertThat(new RenditionsCurrent("r1 q85", this::sql).look().mark()).isEqualTo(Mark.PASS);
      assertThat(new RenditionsCurrent("r1 q60", this::sql).look().mark()).isEqualTo(Mark.WARN);
    } finally {
      sql().sql("delete from version").update();
    }
  }
}
