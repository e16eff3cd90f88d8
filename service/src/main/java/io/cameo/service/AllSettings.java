package io.cameo.service;

import io.cameo.service.accounts.AccountSettings;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.database.DatabaseSettings;
import io.cameo.service.delivery.DeliverySettings;
import io.cameo.service.demo.DemoSettings;
import io.cameo.service.http.HttpSettings;
import io.cameo.service.http.ProxySettings;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.limits.LimitSettings;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.reconcile.ReconcileSettings;
import io.cameo.service.settings.Settings;
import io.cameo.service.upload.UploadSettings;
import java.nio.file.Path;
import java.util.List;
import org.springframework.context.support.GenericApplicationContext;

/** The settings of every feature, read before anything else starts. */
record AllSettings(ServerSettings server, List<Record> features) {

  /**
   * @throws io.cameo.service.settings.SettingsException naming everything that is wrong
   */
  static AllSettings read(Settings settings) {
    AllSettings all = collect(settings);
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
    return all;
  }

  private static AllSettings collect(Settings settings) {
    ServerSettings server = ServerSettings.from(settings);
    Path data = server.data();
    UploadSettings uploads = UploadSettings.from(settings, data);
    CatalogueSettings catalogue = CatalogueSettings.from(settings);
    List<Record> features =
        List.of(
            DatabaseSettings.from(settings, data),
            ObjectSettings.from(settings, data),
            HttpSettings.from(settings),
            ProxySettings.from(settings),
            catalogue,
            ReconcileSettings.from(settings, catalogue.intentLife()),
            AccountSettings.from(settings, data),
            LimitSettings.from(settings, uploads.atOnce()),
            ImagingSettings.from(settings, data, uploads.maxBytes()),
            uploads,
            DeliverySettings.from(settings),
            new DemoSettings(server.demo()));
    return new AllSettings(server, features);
  }

  private static void refuseUnsafe(Settings settings) {
    ServerSettings.refuseUnsafe(settings);
    if (!settings.isGiven(AccountSettings.ADMIN_KEY)) {
      settings.refuse(
          AccountSettings.ADMIN_KEY.name(),
          "is not set. In production every node needs the same key; make one, for example with"
              + " openssl rand -base64 30.");
    }
    if (settings.get(ImagingSettings.sandboxOption()) != ImagingSettings.Sandbox.OFF) {
      settings.refuse(
          ImagingSettings.sandboxOption().name(),
          "is not off. This release decodes in separate processes, but without a kernel filter;"
              + " say CAMEO_SANDBOX=off if you accept that in production.");
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
