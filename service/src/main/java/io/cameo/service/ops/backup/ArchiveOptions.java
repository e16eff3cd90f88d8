package io.cameo.service.ops.backup;

import io.cameo.service.backup.BackupArchive;
import io.cameo.service.ops.frame.OpsException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an archive is opened, as a mixin of both commands. */
final class ArchiveOptions {

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "The archive is encrypted with the key in this file: 32 random bytes in Base64 or"
              + " hexadecimal (openssl rand -base64 32).")
  private @Nullable Path keyFile;

  Optional<Path> keyFile() {
    return Optional.ofNullable(keyFile);
  }

  BackupArchive begin(String place) {
    return BackupArchive.begin(place, keyFile(), ArchiveOptions::noBucket);
  }

  BackupArchive open(String place) {
    return BackupArchive.open(place, keyFile(), ArchiveOptions::noBucket);
  }

  private static io.cameo.storage.ObjectStore noBucket(String bucket) {
    throw OpsException.wrongUse(
        "An archive in a bucket (s3://"
            + bucket
            + ") is not possible in this release. Name a folder, and copy that to the bucket.");
  }
}
