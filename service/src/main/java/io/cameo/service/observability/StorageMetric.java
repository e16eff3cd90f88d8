package io.cameo.service.observability;

import static io.cameo.service.observability.Measure.counterOf;
import static io.cameo.service.observability.Measure.gaugeOf;
import static io.cameo.service.observability.Measure.histogramOf;
import static io.cameo.service.observability.Measure.timerOf;

/** What is measured of stored pictures: by the database, in the bucket, at the CDN, in backups. */
public enum StorageMetric implements Metric {
  STORED_BYTES(
      gaugeOf(
              "cameo.stored",
              "bytes",
              "Bytes of the objects that the database knows, of all versions that are kept; of"
                  + " large tables an estimate")
          .by("class", "master jpg png webp avif other")),
  STORED_OBJECTS(
      gaugeOf(
              "cameo.stored.objects",
              "Objects that the database knows; of large tables an estimate")
          .by("class", "master jpg png webp avif other")),
  STORED_VERSIONS(
      gaugeOf("cameo.stored.versions", "Versions by state; of large tables an estimate")
          .by("state", "pending live retired expired tombstoned")),
  BUCKET_OBJECTS(
      gaugeOf("cameo.bucket.objects", "Objects that the last whole run of gc saw in the store")),
  BUCKET_BYTES(
      gaugeOf("cameo.bucket", "bytes", "Bytes that the last whole run of gc saw in the store")),
  BUCKET_ORPHAN_BYTES(
      gaugeOf("cameo.bucket.orphans", "bytes", "Bytes in the store that no row names, as gc saw")),
  BUCKET_MISSING(
      gaugeOf("cameo.bucket.missing", "Objects that a row names and gc did not find or repair")),
  BUCKET_AGE(
      gaugeOf(
          "cameo.bucket.age",
          "seconds",
          "How long ago gc saw the whole store; infinite if it never did")),
  BUCKET_BILLED(
      billed(
          gaugeOf(
                  "cameo.bucket.billed",
                  "bytes",
                  "Bytes in the bucket by the word of CloudWatch, once a day, with old versions and"
                      + " unfinished uploads; not a number while it does not tell")
              .by("class", "standard intelligent-tiering other"))),
  BUCKET_BILLED_OBJECTS(billed(gaugeOf("cameo.bucket.billed.objects", "Objects by the same word"))),

  S3_CALLS(
      timerOf(
              "cameo.s3.calls",
              "Calls to S3 with their retries, by operation and what became of them")
          .by("operation", "", "the name that AWS gives it, such as PutObject")
          .by("outcome", "", "ok, no, refused, throttled, away, not-asked")
          .by("region", "", "home, or a region of CAMEO_S3_REPLICAS")
          .only("with AWS_S3_BUCKET")),
  S3_AWAY(
      gaugeOf("cameo.s3.away", "1 while S3 is not asked because it did not answer the last calls")
          .only("with AWS_S3_BUCKET")),

  REGION_AWAY(region(gaugeOf("cameo.region.away", "1 while the region does not answer this node"))),
  REGION_FAILOVERS(
      region(
          counterOf(
              "cameo.region.failovers",
              "Reads that the region answered in place of the home region"))),
  REGION_LAG(
      region(
          gaugeOf(
              "cameo.region.lag.seconds",
              "How long the oldest version has been waiting for its verified copy in the region"))),
  REGION_COPIES(
      region(
          gaugeOf(
              "cameo.region.copies",
              "Versions without a verified copy in the region, counted up to 10000"))),
  REGION_DELETIONS(
      region(
          gaugeOf(
              "cameo.region.deletions",
              "Versions that the region still has to delete, counted up to 10000"))),
  REGION_SET_ASIDE(
      region(
          counterOf(
              "cameo.region.set.aside",
              "Versions that were put off because the work on them broke off"))),

  REAPER_DUE(gaugeOf("cameo.reaper.due", "Versions whose time is over, counted up to 10000")),
  REAPER_OLDEST(
      gaugeOf(
          "cameo.reaper.oldest.seconds",
          "How long the oldest version that is due has waited for its deletion")),
  REAPER_DEFERRED(
      gaugeOf(
          "cameo.reaper.deferred",
          "Versions whose objects could not be deleted and are tried again later")),
  REAPER_VERSIONS(
      counterOf("cameo.reaper.versions", "Versions that the reaper dealt with")
          .by("outcome", "gone failed")),
  REAPER_OBJECTS(counterOf("cameo.reaper.objects", "Objects that the reaper deleted")),
  REAPER_EXPIRED(
      counterOf("cameo.reaper.expired", "Uploads that broke off and whose place was given up")),

  CDN_PENDING(
      cdn(
          gaugeOf(
              "cameo.cdn.pending",
              "Changes that the CDN is not proven to show, counted up to 10000"))),
  CDN_LATE(
      cdn(
          gaugeOf(
              "cameo.cdn.late",
              "Take-downs that are not proven at the CDN and are past the deadline"))),
  CDN_OLDEST(
      cdn(
          gaugeOf(
              "cameo.cdn.oldest.seconds",
              "Age of the oldest take-down that is not proven at the CDN"))),
  CDN_PROOFS(
      cdn(histogramOf("cameo.cdn.proofs", "From a change to the proof that the CDN shows it"))),
  CDN_PROOFS_LATE(
      cdn(counterOf("cameo.cdn.proofs.late", "Take-downs that were proven past the deadline"))),
  CDN_RETURNED(
      cdn(counterOf("cameo.cdn.returned", "Looks that found an old picture after its purge"))),
  CDN_PURGES(
      cdn(
          counterOf("cameo.cdn.purges", "Calls that told the CDN what to let go of")
              .by("outcome", "done failed"))),
  CDN_PROBES(
      cdn(
          counterOf(
                  "cameo.cdn.probes", "Looks at public addresses by what the CDN said of its cache")
              .by("cache", "hit miss unknown"))),

  CDN_HIT_RATIO(
      told(
          gaugeOf(
              "cameo.cdn.hit.ratio",
              "Share of the requests of half an hour that the CDN answered by itself, by its"
                  + " vendor's word; not a number while it does not tell"))),
  CDN_REQUESTS(
      told(gaugeOf("cameo.cdn.requests", "Requests that this share is of, of the same half hour"))),

  BACKUP_AGE(
      gaugeOf(
          "cameo.backup.age",
          "seconds",
          "Age of the last backup that succeeded; infinite if there is none")),
  BACKUP_BYTES(gaugeOf("cameo.backup.bytes", "Bytes of the last backup that succeeded")),
  BACKUP_OBJECTS(gaugeOf("cameo.backup.objects", "Objects of the last backup that succeeded"));

  private final Measure measure;

  StorageMetric(Measure measure) {
    this.measure = measure;
  }

  private static Measure billed(Measure measure) {
    return measure.only("with CAMEO_S3_FIGURES");
  }

  private static Measure region(Measure measure) {
    return measure
        .by("region", "", "home, or a region of CAMEO_S3_REPLICAS")
        .only("with CAMEO_S3_REPLICAS");
  }

  private static Measure told(Measure measure) {
    return measure.only("with CAMEO_CDN_FIGURES");
  }

  private static Measure cdn(Measure measure) {
    return measure.only("with ENABLE_CDN");
  }

  @Override
  public Measure measure() {
    return measure;
  }
}
