package io.cameo.service.ops.backup;

import io.cameo.service.backup.BackupArchive;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.ops.frame.OpsContext;
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

  BackupArchive begin(OpsContext context, String place) {
    ObjectSettings settings = context.settings(ObjectSettings.class);
    return BackupArchive.begin(
        place, keyFile(), bucket -> bucket.openToWrite(settings.access(), context.clock()));
  }

  BackupArchive open(OpsContext context, String place) {
    ObjectSettings settings = context.settings(ObjectSettings.class);
    return BackupArchive.open(place, keyFile(), bucket -> bucket.openToRead(settings.access()));
  }
}
