package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.CdnNotes;
import io.cameo.service.catalogue.Outboxes;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.objects.LostRegions;
import io.cameo.service.objects.ObjectVersionLife;
import io.cameo.service.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a certificate says of the places that an erasure reaches later, or not by itself. */
class ErasureCertificatesTest {

  private static final CatalogueSettings LIFE =
      new CatalogueSettings(Duration.ofDays(7), Duration.ofMinutes(10), Duration.ofSeconds(30));

  private static TestDatabase database;

  @BeforeAll
  static void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void forget() {
    database.sql().sql("truncate backup").update();
  }

  private static UUID erased(boolean cdn) {
    return TestCatalogue.on(
            database.dataSource(),
            objects -> {},
            new ChangeBus(),
            LIFE,
            new Outboxes(List.of(), new CdnNotes(cdn)))
        .changes()
        .erase("ann", TestPictures.ACTOR)
        .id();
  }

  private static ErasureCertificate certificate(
      UUID id, ObjectVersionLife life, CdnSettings cdn, String... variables) {
    return new ErasureCertificates(
            TestCatalogue.erasures(database.dataSource()),
            LIFE,
            new LostRegions() {
              @Override
              public List<String> now() {
                return List.of();
              }

              @Override
              public Duration settling() {
                return Duration.ZERO;
              }
            },
            life,
            cdn,
            ErasureSettings.from(
                new Settings(
                    variables.length == 0 ? Map.of() : Map.of(variables[0], variables[1]))))
        .find(id)
        .orElseThrow();
  }

  private static CdnSettings cdn(String way) {
    return CdnSettings.from(
        new Settings(
            Map.of(
                "ENABLE_CDN", "on",
                "CDN_BASE_URL", "https://pictures.example.org",
                "CAMEO_CDN_PURGE", way,
                "CAMEO_CDN_CACHES", "http://cache")),
        List.of(),
        List.of());
  }

  @Test
  void itSaysWhetherACdnHadItAndWhatIsProven() {
    ObjectVersionLife none = new ObjectVersionLife.None();
    assertThat(certificate(erased(false), none, CdnSettings.OFF).elsewhere().cdn().state())
        .isEqualTo("off");
    assertThat(certificate(erased(false), none, cdn("none")).elsewhere().cdn().state())
        .isEqualTo("unpurged");
    assertThat(certificate(erased(false), none, cdn("ban")).elsewhere().cdn().state())
        .isEqualTo("unknown");
    UUID id = erased(true);
    assertThat(certificate(id, none, cdn("ban")).elsewhere().cdn())
        .isEqualTo(ErasureCertificate.Cdn.of("pending"));

    database
        .sql()
        .sql(
            "update cdn_proof set proven_at = erased_at, tries = 3, answer = '404 x2'"
                + " from erasure where id = erasure and id = ?")
        .param(id)
        .update();

    ErasureCertificate proven = certificate(id, none, cdn("ban"));
    assertThat(proven.elsewhere().cdn())
        .isEqualTo(new ErasureCertificate.Cdn("proven", proven.erasedAt(), 3, "404 x2"));
  }

  @Test
  void itSaysUntilWhenBackupsHoldItAndAdmitsWhenNobodyHasSaid() {
    ObjectVersionLife none = new ObjectVersionLife.None();
    UUID before = erased(false);
    assertThat(certificate(before, none, CdnSettings.OFF).elsewhere().backups())
        .isEqualTo(new ErasureCertificate.Backups("none", null, null));

    database
        .sql()
        .sql("insert into backup values ('b1', '2026-01-01T00:00:00Z', now(), '/backups', 1, 1)")
        .update();
    database
        .sql()
        .sql("insert into backup values ('b2', now() + interval '1 day', now(), '/b', 1, 1)")
        .update();
    Instant taken = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(certificate(before, none, CdnSettings.OFF).elsewhere().backups())
        .isEqualTo(new ErasureCertificate.Backups("unknown", taken, null));
    assertThat(
            certificate(before, none, CdnSettings.OFF, "CAMEO_BACKUPS_KEPT", "30d")
                .elsewhere()
                .backups())
        .isEqualTo(new ErasureCertificate.Backups("held", taken, taken.plus(Duration.ofDays(30))));
  }

  @Test
  void itSaysWhatTheBucketKeepsOfDeletedObjects() {
    UUID id = erased(false);
    ErasureCertificate kept =
        certificate(id, new ObjectVersionLife.Kept(Duration.ofDays(8)), CdnSettings.OFF);
    assertThat(kept.elsewhere().objectVersions())
        .isEqualTo(
            new ErasureCertificate.ObjectVersions(
                "kept", kept.objectsGoneBy().plus(Duration.ofDays(8))));
    assertThat(
            certificate(id, new ObjectVersionLife.Unknown(), CdnSettings.OFF)
                .elsewhere()
                .objectVersions()
                .state())
        .isEqualTo("unknown");
  }
}
