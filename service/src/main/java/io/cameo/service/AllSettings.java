package io.cameo.service;

import io.cameo.service.accounts.AccountSettings;
import io.cameo.service.accounts.SmokeSettings;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.CdnNotes;
import io.cameo.service.catalogue.Outboxes;
import io.cameo.service.cdn.CdnFigureSettings;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.database.DatabaseSettings;
import io.cameo.service.database.ReplicaSettings;
import io.cameo.service.database.StatementSettings;
import io.cameo.service.delivery.DeliverySettings;
import io.cameo.service.demo.DemoSettings;
import io.cameo.service.errors.ErrorSettings;
import io.cameo.service.fallback.FallbackSettings;
import io.cameo.service.gravatar.GravatarSettings;
import io.cameo.service.http.FirewallSettings;
import io.cameo.service.http.HttpSettings;
import io.cameo.service.http.ProxySettings;
import io.cameo.service.http.TlsSettings;
import io.cameo.service.http.TransportSettings;
import io.cameo.service.imaging.FormatSettings;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.limits.LimitSettings;
import io.cameo.service.moderation.RescanSettings;
import io.cameo.service.notify.NotifySettings;
import io.cameo.service.objects.BilledSettings;
import io.cameo.service.objects.BucketSettings;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.reconcile.ReconcileSettings;
import io.cameo.service.reference.ReferenceSettings;
import io.cameo.service.releases.RollbackSettings;
import io.cameo.service.scan.ScanSettings;
import io.cameo.service.settings.Settings;
import io.cameo.service.settings.Surroundings;
import io.cameo.service.telemetry.TelemetrySettings;
import io.cameo.service.upload.DirectSettings;
import io.cameo.service.upload.ErasureSettings;
import io.cameo.service.upload.UploadSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.context.support.GenericApplicationContext;

/** The settings of every feature, read before anything else starts. */
record AllSettings(ServerSettings server, List<Record> features) {

  /**
   * @throws io.cameo.service.settings.SettingsException naming everything that is wrong
   */
  static AllSettings read(Settings settings) {
    AllSettings all = collect(settings);
    ObjectSettings.refuseUnused(settings);
    if (all.server().production()) {
      refuseUnsafe(settings);
    }
    settings.verify();
    return all;
  }

  /**
   * The same for a command, which serves nobody: what is unsafe to serve with does not stop it.
   *
   * @throws io.cameo.service.settings.SettingsException naming everything that is wrong
   */
  static AllSettings readForCommand(Settings settings) {
    AllSettings all = collect(settings);
    settings.verify();
    // After that nothing is refused any more; what a start would refuse is for those who ask.
    ObjectSettings.refuseUnused(settings);
    refuseUnsafe(settings);
    ServerSettings server = all.server();
    List<Record> features = new ArrayList<>(all.features());
    features.add(
        new Surroundings(
            server.production(),
            server.data(),
            server.port(),
            server.managementPort(),
            Set.copyOf(settings.given()),
            settings.wrong(),
            settings.unread()));
    return new AllSettings(server, List.copyOf(features));
  }

  private static AllSettings collect(Settings settings) {
    ServerSettings server = ServerSettings.from(settings);
    Path data = server.data();
    UploadSettings uploads = UploadSettings.from(settings, data);
    CatalogueSettings catalogue = CatalogueSettings.from(settings);
    DatabaseSettings database = DatabaseSettings.from(settings, data);
    ObjectSettings objects = ObjectSettings.from(settings, data);
    HttpSettings http = HttpSettings.from(settings);
    BucketSettings bucket = BucketSettings.from(settings, objects.bucket(), http.origins());
    ImagingSettings imaging = ImagingSettings.from(settings, data, uploads.maxBytes());
    CdnSettings cdn =
        CdnSettings.from(settings, imaging.output().sizes(), bucket.wanted().distributions());
    CdnNotes purges = new CdnNotes(cdn.purges());
    List<Record> features =
        List.of(
            database,
            ReplicaSettings.from(settings, database),
            StatementSettings.from(settings),
            objects,
            BilledSettings.from(settings, objects.bucket()),
            purges,
            new Outboxes(objects.regions().names(), purges),
            bucket,
            cdn,
            CdnFigureSettings.from(settings, cdn),
            http,
            ProxySettings.from(settings),
            FirewallSettings.from(settings),
            TransportSettings.from(settings, uploads.bodyTimeout()),
            TlsSettings.from(settings),
            catalogue,
            ReconcileSettings.from(settings, catalogue.intentLife()),
            AccountSettings.from(settings, data),
            LimitSettings.from(settings, uploads.atOnce()),
            imaging,
            FormatSettings.from(settings, imaging.output()),
            uploads,
            ErasureSettings.from(settings),
            DirectSettings.from(settings),
            ScanSettings.from(settings, uploads.maxBytes()),
            RescanSettings.from(settings),
            DeliverySettings.from(settings),
            FallbackSettings.from(settings),
            GravatarSettings.from(settings),
            NotifySettings.from(settings, server.production(), uploads.publicUrl()),
            TelemetrySettings.from(settings),
            new DemoSettings(server.demo()),
            ReferenceSettings.from(settings),
            RollbackSettings.from(settings),
            LogSettings.from(settings, server.production()),
            ErrorSettings.from(settings, server.production()),
            SmokeSettings.from(settings));
    return new AllSettings(server, features);
  }

  private static void refuseUnsafe(Settings settings) {
    ScanSettings.refuseUnsafe(settings);
    if (!settings.isGiven(AccountSettings.ADMIN_KEY)) {
      settings.refuse(
          AccountSettings.ADMIN_KEY.name(),
          "is not set. In production every node needs the same key; make one, for example with"
              + " openssl rand -base64 30.");
    }
    if (settings.get(ImagingSettings.sandboxOption()) != ImagingSettings.Sandbox.REQUIRED) {
      settings.refuse(
          ImagingSettings.sandboxOption().name(),
          "is not required. In production strangers' pictures are decoded by workers that the"
              + " kernel has locked in, or not at all; docs/operations/sandbox.md says what that"
              + " needs.");
    }
  }

  /** The settings of one feature. */
  <R extends Record> R feature(Class<R> type) {
    return features.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  /** Makes each feature's record a bean. */
  void register(GenericApplicationContext context) {
    for (Record feature : features) {
      registerOne(context, feature);
    }
  }

  private static <R extends Record> void registerOne(GenericApplicationContext context, R feature) {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) feature.getClass();
    context.registerBean(type, () -> feature);
  }
}
