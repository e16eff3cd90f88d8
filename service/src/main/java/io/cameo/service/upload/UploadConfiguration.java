package io.cameo.service.upload;

import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.catalogue.Catalogue;
import io.cameo.service.catalogue.VersionChanges;
import io.cameo.service.imaging.Renderer;
import io.cameo.service.limits.UploadLimits;
import io.cameo.service.scan.Scanner;
import io.cameo.storage.ObjectStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Wires the way of a picture into the house. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

  @Bean
  Spool spool(UploadSettings settings, Scanner scanner) {
    return new Spool(
        settings.spool(), new SpoolMemory(settings.spoolMemory()), scanner, System::nanoTime);
  }

  @Bean
  UploadGate uploadGate(UploadSettings settings, MeterRegistry metrics) {
    UploadGate gate = new UploadGate(settings);
    Gauge.builder("cameo.uploads.inside", gate, UploadGate::inside)
        .description("Uploads that are being read or processed")
        .register(metrics);
    return gate;
  }

  @Bean
  UploadAvatar uploadAvatar(
      Catalogue catalogue,
      VersionChanges changes,
      AuditTrail audit,
      Renderer imaging,
      ObjectStore objects) {
    return new UploadAvatar(catalogue, changes, audit, imaging, objects);
  }

  @Bean
  UploadIntake uploadIntake(
      UploadGate gate,
      UploadLimits limits,
      Spool spool,
      UploadSettings settings,
      UploadAvatar uploads,
      MeterRegistry metrics) {
    return new UploadIntake(gate, limits, new UploadBody(spool, settings), uploads, metrics);
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
            System::nanoTime);
    return new PictureIntake(catalogue, uploads, new UploadBody(spool, settings));
  }

  @Bean
  Addresses addresses(UploadSettings settings) {
    return new Addresses(settings.publicUrl());
  }
}
