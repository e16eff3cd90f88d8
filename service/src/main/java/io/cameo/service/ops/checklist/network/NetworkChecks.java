package io.cameo.service.ops.checklist.network;

import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.cdn.CloudFrontLook;
import io.cameo.service.cdn.Probe;
import io.cameo.service.http.CertificateFiles;
import io.cameo.service.http.FirewallSettings;
import io.cameo.service.http.TlsSettings;
import io.cameo.service.objects.BucketSettings;
import io.cameo.service.ops.checklist.firewall.WebAcls;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Once;
import io.cameo.service.ops.checklist.line.Stores;
import io.cameo.service.upload.UploadSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/** The checks of this package, each with what it looks at. */
public final class NetworkChecks {

  private NetworkChecks() {}

  public static List<Check> of(Installation installation, Stores stores) {
    CdnSettings cdn = installation.settings(CdnSettings.class);
    Optional<URI> base = cdn.base();
    List<String> ids =
        installation.settings(BucketSettings.class).wanted().distributions().stream()
            .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
            .toList();
    Once<List<CloudFrontLook.Distribution>> distributions =
        new Once<>(() -> CloudFrontLook.at(cdn, ids));
    return List.of(
        new CloudFrontSetup(!ids.isEmpty(), distributions::get),
        firewall(installation, ids.isEmpty() ? Optional.empty() : Optional.of(distributions::get)),
        new CdnDelivers(base, stores::picturePath, installation.web()),
        new OriginHidden(cdn.on(), stores::address, stores::pictureKey, installation.web()),
        certificate(installation, "CDN_BASE_URL", base),
        certificate(
            installation,
            "CAMEO_PUBLIC_URL",
            installation.settings(UploadSettings.class).publicUrl()),
        new CertificateFile(
            installation.settings(TlsSettings.class).files().map(CertificateFiles::certificate),
            installation.clock()),
        new CdnKeeps(base.map(at -> path -> ask(at, path)), stores::picturePath));
  }

  private static Check firewall(
      Installation installation,
      Optional<Supplier<List<CloudFrontLook.Distribution>>> distributions) {
    FirewallSettings settings = installation.settings(FirewallSettings.class);
    return new FirewallThere(
        settings.acl(),
        installation.settings(UploadSettings.class).publicUrl().map(URI::getHost),
        distributions,
        acl -> WebAcls.read(acl, settings.endpoint()));
  }

  private static Check certificate(
      Installation installation, String setting, Optional<URI> address) {
    return new CertificateGood(
        setting,
        address,
        installation.surroundings().production(),
        at -> Handshake.by((SSLSocketFactory) SSLSocketFactory.getDefault()).with(at),
        installation.clock());
  }

  private static Probe.Seen ask(URI base, String path) {
    try (Probe probe = new Probe(base)) {
      return probe.ask(new Probe.Question(path, Probe.ACCEPTS.getLast())).join();
    }
  }
}
