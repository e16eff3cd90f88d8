package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.StorageException;
import io.cameo.storage.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings the objects of a snapshot into a store, a version at a time. What is there already as it
 * should be stays; nothing of an erased subject is brought back.
 */
final class RestoredObjects {

  private static final int LONGEST_OBJECT = 64 << 20;

  private static final Map<String, String> TYPES =
      Map.of(
          "jpg",
          "image/jpeg",
          "png",
          "image/png",
          "webp",
          "image/webp",
          "avif",
          "image/avif",
          "gif",
          "image/gif");

  private final ObjectStore store;
  private final Archive archive;
  private final Progress progress;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong replaced = new AtomicLong();
  private final AtomicLong kept = new AtomicLong();
  private final List<String> erased = new ArrayList<>();
  private final Set<String> withoutObjects = new HashSet<>();

  RestoredObjects(ObjectStore store, Archive archive, Progress progress) {
    this.store = store;
    this.archive = archive;
    this.progress = progress;
  }

  void restore(Manifest manifest, List<Erasures.Erasure> erasures) {
    Map<String, Erasures.Erasure> bySubject = new HashMap<>(Erasures.bySubject(erasures));
    MissingObject.read(archive, manifest)
        .forEach(object -> withoutObjects.add(version(object.key())));
    try (Progress.Stretch stretch = progress.begin("objects", manifest.objects().count());
        SnapshotVersions versions = new SnapshotVersions(archive, manifest);
        ParallelWork work = new ParallelWork()) {
      while (versions.next()) {
        List<ObjectLine> objects = versions.objects();
        if (isErased(versions, bySubject)) {
          erased.add(versions.id());
          withoutObjects.remove(versions.id());
        } else if (!objects.isEmpty() && !withoutObjects.contains(versions.id())) {
          work.submit(
              () -> {
                restoreVersion(objects);
                stretch.advance(objects.size());
              });
          continue;
        }
        stretch.advance(objects.size());
      }
      work.finish();
    }
  }

  private static String version(String key) {
    return new ObjectLine(key, 0, "").version();
  }

  private static boolean isErased(
      SnapshotVersions version, Map<String, Erasures.Erasure> bySubject) {
    if (bySubject.isEmpty()) {
      return false;
    }
    Erasures.Erasure erasure = bySubject.get(Erasures.hash(version.subject()));
    return erasure != null && erasure.reaches(version.created());
  }

  private void restoreVersion(List<ObjectLine> objects) {
    List<NewObject> absent = new ArrayList<>();
    try {
      for (ObjectLine object : objects) {
        switch (found(object)) {
          case AS_IT_SHOULD_BE -> kept.incrementAndGet();
          case ABSENT -> {
            absent.add(newObject(object));
            written.incrementAndGet();
          }
          case OTHER -> {
            NewObject right = newObject(object);
            store.delete(object.key());
            absent.add(right);
            replaced.incrementAndGet();
          }
        }
      }
      if (!absent.isEmpty()) {
        store.putAll(absent);
      }
    } catch (StorageException failed) {
      throw new ArchiveException(
          "The object store failed at version "
              + objects.getFirst().version()
              + ": "
              + failed.getMessage()
              + ". No row was changed; restore again when it works.",
          failed);
    }
  }

  private enum Found {
    ABSENT,
    AS_IT_SHOULD_BE,
    OTHER
  }

  private Found found(ObjectLine object) {
    try (StoredObject stored = store.get(object.key()).orElse(null)) {
      if (stored == null) {
        return Found.ABSENT;
      }
      boolean same =
          stored.stat().size() == object.bytes()
              && Sha256.of(stored.readAll(LONGEST_OBJECT)).equals(object.sha256());
      return same ? Found.AS_IT_SHOULD_BE : Found.OTHER;
    }
  }

  private NewObject newObject(ObjectLine object) {
    String extension = object.name().substring(object.name().lastIndexOf('.') + 1);
    return new NewObject(
        object.key(),
        archive.readAll(object.pooled()),
        ObjectMetadata.immutable(TYPES.getOrDefault(extension, "application/octet-stream")));
  }

  /** Versions of subjects that were erased after the backup; 32 digits each. */
  List<String> erased() {
    return erased;
  }

  /** Versions whose objects the backup does not hold; 32 digits each. */
  Set<String> withoutObjects() {
    return withoutObjects;
  }

  RestoreReport.Objects report() {
    return new RestoreReport.Objects(written.get(), replaced.get(), kept.get());
  }
}
