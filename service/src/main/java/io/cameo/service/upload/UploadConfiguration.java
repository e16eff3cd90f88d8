package io.cameo.service.upload;

import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.catalogue.Catalogue;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.ErasureRecords;
import io.cameo.service.catalogue.TokenUses;
import io.cameo.service.catalogue.VersionChanges;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.imaging.FormatSettings;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.imaging.Renderer;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.limits.Limit;
import io.cameo.service.limits.LimitBook;
import io.cameo.service.limits.LimitRules;
import io.cameo.service.limits.UploadLimits;
import io.cameo.service.objects.BucketSettings;
import io.cameo.service.objects.LostRegions;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.objects.ObjectVersionLife;
import io.cameo.service.observability.Marks;
import io.cameo.service.observability.PictureMetric;
import io.cameo.service.scan.Scanner;
import io.cameo.service.switches.SwitchBook;
import io.cameo.storage.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Wires the way of a picture into the house. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

  @Bean
  Spool spool(UploadSettings settings, Scanner scanner, Optional<Marks> marks) {
    return new Spool(
        settings.spool(),
        new SpoolMemory(settings.spoolMemory()),
        scanner,
        marks.orElse(Marks.NONE),
        System::nanoTime);
  }

  @Bean
  UploadGate uploadGate(
      UploadSettings settings, LimitBook limits, SwitchBook switches, MeterRegistry metrics) {
    FairQueue places = new FairQueue(() -> bounds(limits));
    UploadGate gate = new UploadGate(settings, places, switches);
    PictureMetric.UPLOADS_WAITING.gauge(metrics, places, FairQueue::waiting);
    PictureMetric.UPLOADS_INSIDE.gauge(metrics, gate, UploadGate::inside);
    return gate;
  }

  private static FairQueue.Bounds bounds(LimitBook limits) {
    LimitRules now = limits.rules();
    int places = (int) now.amount(Limit.UPLOADS_AT_ONCE);
    int ofOne = (int) now.amount(Limit.UPLOADS_AT_ONCE_CALLER);
    return new FairQueue.Bounds(
        places,
        limits.isOn() ? ofOne : places,
        (int) now.amount(Limit.UPLOADS_WAITING),
        Duration.ofSeconds(now.amount(Limit.UPLOADS_WAIT_SECONDS)));
  }

  /**
   * Twice as many turns as workers keep every worker busy; all others wait here, where the queues
   * take turns, and not before the workers, where they do not.
   */
  @Bean
  WorkerTurns workerTurns(ImagingSettings imaging, MeterRegistry metrics) {
    ImagingSettings.Workers workers = imaging.workers();
    WorkerTurns turns =
        new WorkerTurns(
            turns(2 * workers.count(), workers.queue(), workers),
            turns(Math.max(1, workers.count() / 2), Math.max(1, workers.queue() / 2), workers));
    PictureMetric.UPLOADS_TURNS.gauge(
        metrics, turns, t -> t.all().waiting() + t.narrow().waiting());
    return turns;
  }

  private static FairQueue turns(int places, int waiting, ImagingSettings.Workers workers) {
    FairQueue.Bounds bounds = new FairQueue.Bounds(places, places, waiting, workers.patience());
    return new FairQueue(() -> bounds);
  }

  @Bean
  UploadAvatar.Shares uploadShares(
      WorkerTurns workerTurns,
      UploadLimits limits,
      ImagingSettings imaging,
      FormatSettings formats,
      UploadTimes times) {
    return new UploadAvatar.Shares(
        workerTurns, limits::quota, imaging.output().recipe(), !formats.forms().isEmpty(), times);
  }

  @Bean
  UploadTimes uploadTimes(MeterRegistry metrics, Optional<Marks> marks) {
    return new UploadTimes(metrics, marks.orElse(Marks.NONE));
  }

  @Bean
  UploadAvatar uploadAvatar(
      Catalogue catalogue,
      VersionChanges changes,
      TokenUses tokens,
      AuditTrail audit,
      Renderer imaging,
      ObjectStore objects,
      UploadAvatar.Shares shares) {
    return new UploadAvatar(catalogue, changes, tokens, audit, imaging, objects, shares);
  }

  @Bean
  UploadIntake uploadIntake(
      UploadGate gate,
      UploadLimits limits,
      Spool spool,
      UploadSettings settings,
      UploadAvatar uploads,
      ImagingSettings imaging,
      UploadTimes times) {
    return new UploadIntake(
        gate,
        limits,
        new UploadBody(spool, settings),
        uploads,
        new UploadCost(imaging.output().maxPixels()),
        times);
  }

  /** For a command: its pictures on their way lie apart from those of a service beside it. */
  @Bean
  @Lazy
  PictureIntake pictureIntake(
      Catalogue catalogue, UploadAvatar uploads, UploadSettings settings, Scanner scanner) {
    Spool spool =
        new Spool(
            settings.spool().resolveSibling("spool-of-import"),
            new SpoolMemory(0),
            scanner,
            Marks.NONE,
            System::nanoTime);
    return new PictureIntake(catalogue, uploads, new UploadBody(spool, settings));
  }

  @Bean
  ErasureCertificates erasureCertificates(
      ErasureRecords records,
      CatalogueSettings settings,
      LostRegions lost,
      ObjectSettings objects,
      BucketSettings bucket,
      CdnSettings cdn,
      ErasureSettings erasures) {
    return new ErasureCertificates(
        records, settings, lost, ObjectVersionLife.of(objects, bucket), cdn, erasures);
  }

  @Bean
  Addresses addresses(UploadSettings settings, CdnSettings cdn) {
    return new Addresses(cdn.base(), settings.publicUrl());
  }
}
