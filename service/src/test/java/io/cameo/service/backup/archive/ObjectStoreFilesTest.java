package io.cameo.service.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive below a prefix of any object store, here of the disk store. */
class ObjectStoreFilesTest extends ArchiveFilesContract {

  @TempDir private Path folder;

  private ObjectStore store() {
    return DiskStore.open(folder.resolve("bucket"), new DiskStoreOptions(0));
  }

  @Override
  ArchiveFiles open() {
    return new ObjectStoreFiles(store(), "backups/cameo/", "s3://bucket/backups/cameo");
  }

  @Test
  void theLockOfAKilledWriterIsNamedSoThatItCanBeRemoved() {
    try (ArchiveFiles killed = open();
        ArchiveFiles next = open();
        ObjectStore store = store()) {
      killed.lock();
      assertThatThrownBy(next::lock).hasMessageContaining("backups/cameo/lock");
      store.delete("backups/cameo/lock");
      next.lock().close();
      assertThat(store.stat("backups/cameo/lock")).isEmpty();
    }
  }
}
