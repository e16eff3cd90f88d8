package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.ArchiveFiles;
import io.cameo.service.backup.archive.ArchiveNames;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.CsvRows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Removes old snapshots, then the objects of the pool that no other one names. The lists of the
 * snapshots that stay and the pool are read side by side in their one order. A manifest goes before
 * anything that it names, so that a killed pruning leaves nothing that looks whole and is not.
 */
public final class Pruning {

  private static final int BATCH = 500;

  private final Archive archive;
  private final Progress progress;

  public Pruning(BackupArchive archive, Progress progress) {
    this.archive = archive.archive();
    this.progress = progress;
  }

  /**
   * Keeps the newest complete snapshots and all that are newer than the oldest of those.
   *
   * @param keep how many, at least one
   * @param really whether to remove, or only to count
   */
  public PruningReport prune(int keep, boolean really) {
    if (keep < 1) {
      throw new IllegalArgumentException("at least one snapshot must stay, not " + keep);
    }
    return BackupException.told(() -> pruneAlone(keep, really));
  }

  private PruningReport pruneAlone(int keep, boolean really) {
    try (ArchiveFiles.Lock lock = archive.files().lock()) {
      List<Manifest> kept = new ArrayList<>();
      List<Manifest> removed = new ArrayList<>();
      int complete = 0;
      for (Manifest manifest : archive.manifests()) {
        (complete < keep ? kept : removed).add(manifest);
        complete += manifest.complete() ? 1 : 0;
      }
      if (complete < keep) {
        removed.clear();
      }
      if (really) {
        removed.forEach(this::remove);
        archive.files().sync();
      }
      return removeUnnamed(kept, removed, really);
    }
  }

  private void remove(Manifest manifest) {
    archive.files().delete(List.of(ArchiveNames.manifest(manifest.id())));
    List<String> rest = new ArrayList<>();
    archive
        .files()
        .list(ArchiveNames.snapshot(manifest.id()))
        .forEachRemaining(file -> rest.add(file.name()));
    archive.files().delete(rest);
  }

  private PruningReport removeUnnamed(List<Manifest> kept, List<Manifest> removed, boolean really) {
    long objects = 0;
    long bytes = 0;
    List<String> unnamed = new ArrayList<>();
    List<NamedObjects> lists = new ArrayList<>();
    kept.forEach(manifest -> lists.add(new NamedObjects(archive, manifest)));
    try (Progress.Stretch stretch = progress.begin("pruning objects", 0)) {
      Iterator<ArchiveFiles.Entry> pool = archive.files().list(ArchiveNames.OBJECTS);
      while (pool.hasNext()) {
        ArchiveFiles.Entry file = pool.next();
        stretch.advance(1);
        boolean named = false;
        for (NamedObjects list : lists) {
          named |= list.names(file.name());
        }
        if (!named) {
          objects++;
          bytes += file.length();
          unnamed.add(file.name());
          if (really && unnamed.size() == BATCH) {
            archive.files().delete(unnamed);
          }
          if (unnamed.size() == BATCH) {
            unnamed.clear();
          }
        }
      }
      if (really) {
        archive.files().delete(unnamed);
        archive.files().sync();
      }
    } finally {
      lists.forEach(NamedObjects::close);
    }
    return new PruningReport(ids(kept), ids(removed), objects, bytes, really);
  }

  private static List<String> ids(List<Manifest> manifests) {
    return manifests.stream().map(Manifest::id).toList();
  }

  /** The objects that a snapshot names, asked for in their order. */
  private static final class NamedObjects implements AutoCloseable {
    private final CsvRows rows;
    private Optional<String> current = Optional.empty();

    NamedObjects(Archive archive, Manifest manifest) {
      rows = new CsvRows(manifest.objects().list().name(), archive.read(manifest.objects().list()));
      advance();
    }

    private void advance() {
      current = rows.next() ? Optional.of(ObjectLine.of(rows).pooled().name()) : Optional.empty();
    }

    boolean names(String file) {
      while (current.isPresent() && current.get().compareTo(file) < 0) {
        advance();
      }
      return current.filter(file::equals).isPresent();
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
