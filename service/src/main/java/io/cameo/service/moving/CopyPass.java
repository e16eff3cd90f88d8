package io.cameo.service.moving;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.storage.ListPage;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** One way through all versions in the order of their ids, a page in memory at a time. */
final class CopyPass {

  private static final int PAGE = 500;
  private static final String AVATARS = "avatars/";

  private final VersionInventory inventory;
  private final VersionCopy copy;
  private final ObjectStore to;
  private final int parallel;
  private final Tally tally;
  private final MoveListener listener;

  /**
   * @param parallel versions at once; each holds one object in memory and one connection
   */
  CopyPass(
      VersionInventory inventory,
      VersionCopy copy,
      ObjectStore to,
      int parallel,
      Tally tally,
      MoveListener listener) {
    this.inventory = inventory;
    this.copy = copy;
    this.to = to;
    this.parallel = parallel;
    this.tally = tally;
    this.listener = listener;
  }

  /** Copies every object that the target does not list. */
  void copyMissing() {
    Listed listed = new Listed();
    pages(
        Optional.empty(),
        page -> {
          Map<String, Long> there = listed.upTo(page);
          return version ->
              copy.copy(
                  version,
                  version.objects().stream()
                      .filter(object -> !isListed(there, version, object))
                      .toList());
        },
        last -> {});
  }

  private static boolean isListed(
      Map<String, Long> there, HeldVersion version, StoredObject object) {
    Long size = there.get(version.id().keyPrefix() + object.name());
    return size != null && size == object.bytes();
  }

  /**
   * Reads every object in the target.
   *
   * @param after where an earlier run stopped
   * @param reached is told of every version up to which all was compared
   */
  void compareAll(Optional<VersionId> after, Consumer<VersionId> reached) {
    pages(after, page -> copy::compare, reached);
  }

  private interface PageWork {
    Consumer<HeldVersion> on(List<HeldVersion> page);
  }

  private void pages(Optional<VersionId> after, PageWork work, Consumer<VersionId> reached) {
    Optional<VersionId> last = after;
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
      while (true) {
        List<HeldVersion> page = inventory.page(last, PAGE);
        if (page.isEmpty()) {
          return;
        }
        Consumer<HeldVersion> each = work.on(page);
        List<Future<?>> pieces = new ArrayList<>();
        for (HeldVersion version : page) {
          pieces.add(threads.submit(() -> one(version, each)));
        }
        await(pieces);
        last = Optional.of(page.getLast().id());
        reached.accept(last.get());
      }
    }
  }

  private void one(HeldVersion version, Consumer<HeldVersion> each) {
    if (version.mustHaveObjects()) {
      each.accept(version);
      tally.versions.incrementAndGet();
      listener.advance(1);
    }
  }

  /** The first failure ends the pass, after what has begun is done. */
  private static void await(List<Future<?>> pieces) {
    RuntimeException failure = null;
    for (Future<?> piece : pieces) {
      try {
        if (failure == null) {
          piece.get();
        } else {
          piece.cancel(false);
        }
      } catch (ExecutionException failed) {
        failure =
            failed.getCause() instanceof RuntimeException known
                ? known
                : new IllegalStateException(failed.getCause());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        failure = new MoveException("Interrupted. Run the same command again, it goes on.");
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The target's listing, read along with the pages; only what a page asks for is kept. */
  private final class Listed {
    private Optional<String> after = Optional.empty();
    private boolean ended;

    Map<String, Long> upTo(List<HeldVersion> page) {
      Set<String> wanted = new HashSet<>();
      for (HeldVersion version : page) {
        version.objects().forEach(object -> wanted.add(version.id().keyPrefix() + object.name()));
      }
      // No character of a key is greater.
      String bound = page.getLast().id().keyPrefix() + '\u007f';
      Map<String, Long> found = new HashMap<>();
      while (!ended) {
        ListPage listed = to.list(AVATARS, after, ObjectStore.MAX_PAGE);
        for (ObjectSummary object : listed.objects()) {
          if (object.key().compareTo(bound) > 0) {
            return found;
          }
          if (wanted.contains(object.key())) {
            found.put(object.key(), object.size());
          }
          after = Optional.of(object.key());
        }
        ended = listed.next().isEmpty();
        if (!ended) {
          after = listed.next();
        }
      }
      return found;
    }
  }
}
