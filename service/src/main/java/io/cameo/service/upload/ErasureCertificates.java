package io.cameo.service.upload;

import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.ErasureRecords;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.objects.LostRegions;
import io.cameo.service.objects.ObjectVersionLife;
import io.cameo.service.upload.ErasureCertificate.Backups;
import io.cameo.service.upload.ErasureCertificate.Cdn;
import io.cameo.service.upload.ErasureCertificate.Elsewhere;
import io.cameo.service.upload.ErasureCertificate.ObjectVersions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes the certificates of erasures from what is on record of them. */
final class ErasureCertificates {

  private final ErasureRecords records;
  private final CatalogueSettings settings;
  private final LostRegions lost;
  private final ObjectVersionLife objectVersions;
  private final CdnSettings cdn;
  private final ErasureSettings erasures;

  ErasureCertificates(
      ErasureRecords records,
      CatalogueSettings settings,
      LostRegions lost,
      ObjectVersionLife objectVersions,
      CdnSettings cdn,
      ErasureSettings erasures) {
    this.records = records;
    this.settings = settings;
    this.lost = lost;
    this.objectVersions = objectVersions;
    this.cdn = cdn;
    this.erasures = erasures;
  }

  /** The certificate of this name as it stands now; empty when there is none. */
  Optional<ErasureCertificate> find(UUID id) {
    return records.find(id).map(this::certificate);
  }

  private ErasureCertificate certificate(ErasureRecords.Entry entry) {
    Instant at = entry.erasure().erasedAt();
    boolean hadObjects = entry.erasure().objects() > 0;
    Instant goneBy = at.plus(settings.reapEvery().multipliedBy(2)).plus(lost.settling());
    return new ErasureCertificate(
        entry.erasure().id().toString(),
        at,
        entry.erasure().versions(),
        entry.erasure().objects(),
        goneBy,
        hadObjects ? lost.now() : List.of(),
        new Elsewhere(cdn(entry), objectVersions(goneBy), backups(entry)));
  }

  private Cdn cdn(ErasureRecords.Entry entry) {
    if (entry.cdn().isEmpty()) {
      return Cdn.of(cdn.purges() ? "unknown" : cdn.on() ? "unpurged" : "off");
    }
    ErasureRecords.AtCdn proof = entry.cdn().get();
    return proof
        .proven()
        .map(at -> new Cdn("proven", at, proof.tries(), proof.answer()))
        .orElseGet(() -> Cdn.of("pending"));
  }

  private ObjectVersions objectVersions(Instant goneBy) {
    return switch (objectVersions) {
      case ObjectVersionLife.None none -> new ObjectVersions("none", null);
      case ObjectVersionLife.Kept kept -> new ObjectVersions("kept", goneBy.plus(kept.life()));
      case ObjectVersionLife.Unknown unknown -> new ObjectVersions("unknown", null);
    };
  }

  private Backups backups(ErasureRecords.Entry entry) {
    if (entry.backup().isEmpty()) {
      return new Backups("none", null, null);
    }
    Instant newest = entry.backup().get();
    return erasures
        .backupsKept()
        .map(kept -> new Backups("held", newest, newest.plus(kept)))
        .orElseGet(() -> new Backups("unknown", newest, null));
  }
}
