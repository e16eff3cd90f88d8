package io.cameo.storage.disk;

import io.cameo.storage.KeyGrammar;
import io.cameo.storage.ListPage;
import io.cameo.storage.ObjectSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects one page of keys in order from the folder tree.
 *
 * <p>What lies in a folder of the key is spread over its shards. They are merged: of all open
 * folders the one with the smallest next entry goes first, and a shard is opened only when its
 * stem, the least that can be in it, is that smallest entry. So only a few folders are open at any
 * time, each with a bounded chunk of its names.
 */
final class KeyWalk {
  private final Folders folders;
  private final KeyWindow window;
  private final int max;
  private final List<ObjectSummary> found = new ArrayList<>();

  private KeyWalk(Folders folders, KeyWindow window, int max) {
    this.folders = folders;
    this.window = window;
    this.max = max;
  }

  /** The first {@code max} objects in the window. */
  static ListPage page(Folders folders, Path root, KeyWindow window, int max) throws IOException {
    KeyWalk walk = new KeyWalk(folders, window, max);
    walk.collect(root, "", 1);
    // One more than asked for was looked for, to know whether there is one.
    List<ObjectSummary> page = walk.found.subList(0, Math.min(max, walk.found.size()));
    return new ListPage(
        page, walk.found.size() > max ? Optional.of(page.getLast().key()) : Optional.empty());
  }

  private boolean isFull() {
    return found.size() > max;
  }

  private void collect(Path folder, String logical, int segment) throws IOException {
    if (segment > KeyGrammar.MAX_SEGMENTS) {
      return;
    }
    List<SortedFolder> open = new ArrayList<>();
    open.add(new SortedFolder(folders, folder, logical, "", window));
    while (!isFull()) {
      Optional<SortedFolder> first = smallest(open);
      if (first.isEmpty()) {
        return;
      }
      SortedFolder from = first.get();
      SortedFolder.Entry entry = from.peek().orElseThrow();
      from.advance();
      switch (entry.kind()) {
        case OBJECT -> take(entry);
        case FOLDER -> {
          if (window.mayHold(entry.stem())) {
            collect(entry.path(), entry.stem(), segment + 1);
          }
        }
        case SHARD ->
            open.add(
                new SortedFolder(
                    folders,
                    entry.path(),
                    logical,
                    entry.stem().substring(logical.length()),
                    window));
      }
    }
  }

  private void take(SortedFolder.Entry entry) {
    if (window.holds(entry.stem()) && KeyGrammar.isKey(entry.stem())) {
      found.add(
          new ObjectSummary(
              entry.stem(),
              entry.attributes().size(),
              entry.attributes().lastModifiedTime().toInstant()));
    }
  }

  /** The open folder whose next entry comes first; those at their end are closed. */
  private static Optional<SortedFolder> smallest(List<SortedFolder> open) throws IOException {
    Optional<SortedFolder> best = Optional.empty();
    for (SortedFolder folder : List.copyOf(open)) {
      Optional<SortedFolder.Entry> next = folder.peek();
      if (next.isEmpty()) {
        open.remove(folder);
      } else if (best.isEmpty()
          || SortedFolder.ORDER.compare(next.get(), best.get().peek().orElseThrow()) < 0) {
        best = Optional.of(folder);
      }
    }
    return best;
  }
}
