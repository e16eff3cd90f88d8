package io.cameo.service.ops.checklist.bucket;

import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.objects.BucketSettings;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.service.ops.checklist.line.Stores;
import io.cameo.service.upload.DirectSettings;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of this package, each with what it looks at. */
public final class BucketChecks {

  private static final String ASKED =
      "Asks the server for it and compares, as ./cameo provision does.";

  private BucketChecks() {}

  public static List<Check> of(Installation installation, Stores stores) {
    ObjectSettings objects = installation.settings(ObjectSettings.class);
    List<String> origins = installation.settings(BucketSettings.class).wanted().uploads().origins();
    boolean direct = installation.settings(DirectSettings.class).on();
    String where =
        objects
            .bucket()
            .map(bucket -> "the bucket " + bucket.bucket())
            .orElseGet(() -> objects.folder().toString());
    List<Check> checks = new ArrayList<>(aspects(stores));
    checks.addAll(
        List.of(
            new AnonymousAccess(
                stores::address, stores::pictureKey, stores.freeKey(), installation.web()),
            new StorageSpace(
                installation::sql,
                objects.bucket().isPresent()
                    ? Optional.empty()
                    : Optional.of(() -> space(objects.folder()))),
            new CorsPreflight(
                direct ? stores::address : Optional::empty, origins, installation.web()),
            new StoreWorks(stores::state, where),
            new RegionsCurrent(objects.regions().names(), installation::sql),
            new RenditionsCurrent(
                installation.settings(ImagingSettings.class).output().recipe(),
                installation::sql)));
    return checks;
  }

  private static StorageSpace.Space space(Path folder) throws IOException {
    FileStore disk = Files.getFileStore(folder);
    return new StorageSpace.Space(disk.getUsableSpace(), disk.getTotalSpace());
  }

  private static List<Check> aspects(Stores stores) {
    return List.of(
        aspect(
            Line.INF_1,
            "public-access-block",
            "The bucket's public access block is on",
            Mark.FAIL,
            stores),
        aspect(
            Line.INF_1,
            "ownership",
            "Objects belong to the bucket's owner, and access lists have no effect",
            Mark.WARN,
            stores),
        aspect(
            Line.INF_1,
            "access-list",
            "The bucket's access list names nobody but its owner",
            Mark.FAIL,
            stores),
        aspect(
            Line.INF_1,
            "policy-of-others",
            "No statement of the bucket's policy makes it public",
            Mark.FAIL,
            stores),
        aspect(
            Line.INF_1,
            "tls-only",
            "The bucket's policy refuses whoever comes without TLS",
            Mark.FAIL,
            stores),
        aspect(Line.INF_1, "encryption", "Objects are encrypted where they lie", Mark.FAIL, stores),
        aspect(
            Line.INF_2,
            "cloudfront",
            "The bucket's policy lets the CloudFront distribution read, and nobody else",
            Mark.FAIL,
            stores),
        aspect(
            Line.INF_4,
            "versioning",
            "The bucket keeps what is deleted by mistake for a while",
            Mark.WARN,
            stores),
        aspect(
            Line.INF_4,
            "replication",
            "The bucket copies itself where the settings say",
            Mark.FAIL,
            stores),
        aspect(Line.SEC_1, "cors", "The bucket has the CORS rule of uploads", Mark.FAIL, stores),
        aspect(
            Line.COST_1,
            "lifecycle",
            "The bucket removes what nobody needs any more",
            Mark.WARN,
            stores),
        aspect(
            Line.COST_2,
            "intelligent-tiering",
            "Pictures that nobody looks at move to a cheaper class",
            Mark.WARN,
            stores),
        aspect(
            Line.COST_2,
            "archive-tiers",
            "No picture is moved to a class from which it cannot be shown",
            Mark.FAIL,
            stores));
  }

  private static Check aspect(
      Line line, String name, String title, Mark whenItDiffers, Stores stores) {
    return new BucketAspect(
        new About(line, "bucket-" + name, title, ASKED), name, whenItDiffers, stores::report);
  }
}
