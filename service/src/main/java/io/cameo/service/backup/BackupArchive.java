package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.ArchiveFiles;
import io.cameo.service.backup.archive.FolderFiles;
import io.cameo.service.backup.archive.ObjectStoreFiles;
import io.cameo.service.objects.NamedBucket;
import io.cameo.storage.ObjectStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An archive of backups that is open, in a folder or in a bucket. */
public final class BackupArchive implements AutoCloseable {

  /** Opens the object store of a bucket. */
  public interface Buckets {

    /**
     * @throws RuntimeException if it cannot be used; the message is for the operator
     */
    ObjectStore open(NamedBucket bucket);
  }

  private final Archive archive;

  BackupArchive(Archive archive) {
    this.archive = archive;
  }

  /**
   * The archive at a place, which is begun if nothing is there.
   *
   * @param place a folder, or {@code s3://bucket/prefix}
   * @param keyFile holds the key; empty for an archive in the clear
   */
  public static BackupArchive begin(String place, Optional<Path> keyFile, Buckets buckets) {
    return BackupException.told(
        () -> opened(files(place, buckets, true), keyFile, Archive::openOrBegin));
  }

  /** The archive at a place. */
  public static BackupArchive open(String place, Optional<Path> keyFile, Buckets buckets) {
    return BackupException.told(() -> opened(files(place, buckets, false), keyFile, Archive::open));
  }

  private interface Opening {
    Archive open(ArchiveFiles files, Optional<Path> keyFile);
  }

  private static BackupArchive opened(ArchiveFiles files, Optional<Path> keyFile, Opening opening) {
    try {
      return new BackupArchive(opening.open(files, keyFile));
    } catch (RuntimeException refused) {
      files.close();
      throw refused;
    }
  }

  private static ArchiveFiles files(String place, Buckets buckets, boolean make) {
    Optional<NamedBucket> bucket = NamedBucket.parse(place);
    if (bucket.isPresent()) {
      if (!bucket.get().isReadable()) {
        throw new ArchiveException(
            place
                + " is no place for an archive: below the bucket use a-z, 0-9, . _ and - between"
                + " the slashes.");
      }
      return new ObjectStoreFiles(buckets.open(bucket.get()), bucket.get().prefix(), place);
    }
    // Such as s3:/bucket, of which a folder would be made here that nobody looks for.
    if (place.matches("(?i)(s3:|[a-z][a-z0-9+.-]*:/).*")) {
      throw new ArchiveException(
          place + " is no place for an archive; name a folder or s3://bucket/prefix.");
    }
    try {
      return FolderFiles.at(Path.of(place), make);
    } catch (InvalidPathException noPath) {
      throw new ArchiveException(place + " is no folder: " + noPath.getMessage(), noPath);
    }
  }

  Archive archive() {
    return archive;
  }

  /** The place in the operator's words. */
  public String place() {
    return archive.files().place();
  }

  /** The finished backups, newest first. */
  public List<Snapshot> snapshots() {
    return BackupException.told(() -> archive.manifests().stream().map(Snapshot::of).toList());
  }

  @Override
  public void close() {
    archive.close();
  }
}
