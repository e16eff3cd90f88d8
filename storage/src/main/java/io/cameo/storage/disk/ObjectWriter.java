package io.cameo.storage.disk;

import io.cameo.storage.IllegalKeyException;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes a batch of objects durably.
 *
 * <p>The fsyncs of a batch run at the same time, because a journalling file system then commits
 * them together: five small files cost about one commit and not five.
 */
final class ObjectWriter {
  private static final int AT_ONCE = 16;
  private static final int ATTEMPTS = 100;

  private final KeyPaths paths;
  private final Folders folders;
  private final TemporaryFolder temporary;
  private final MetadataAttribute metadata;
  private final Durability durability;
  private final Reserve reserve;

  ObjectWriter(
      KeyPaths paths,
      Folders folders,
      TemporaryFolder temporary,
      MetadataAttribute metadata,
      Durability durability,
      Reserve reserve) {
    this.paths = paths;
    this.folders = folders;
    this.temporary = temporary;
    this.metadata = metadata;
    this.durability = durability;
    this.reserve = reserve;
  }

  /** An object on its way: written under a temporary name, not yet under its own. */
  private record Draft(NewObject object, Path file) {}

  /** What a batch did to folders, see {@link Folders#make}. */
  private record Changed(Set<Path> toForce, Set<Path> unproven) {}

  void write(List<NewObject> objects) {
    // Asked once, before anything is written: a batch that has begun is brought to its end, so that
    // an interruption leaves no objects whose write was reported as failed.
    if (Thread.currentThread().isInterrupted()) {
      throw new StorageUnavailableException(
          "interrupted before writing " + describe(objects), new ClosedByInterruptException());
    }
    List<Draft> drafts =
        objects.stream().map(object -> new Draft(object, temporary.next())).toList();
    try {
      reserve.requireRoomFor(objects.stream().mapToLong(object -> object.bytes().length).sum());
      allAtOnce(drafts, this::writeDraft);
      publish(drafts);
    } catch (IOException e) {
      throw DiskErrors.translate("writing " + describe(objects), e);
    } finally {
      drafts.forEach(ObjectWriter::discard);
    }
  }

  private static String describe(List<NewObject> objects) {
    return objects.size() == 1 ? objects.getFirst().key() : objects.size() + " objects";
  }

  private void writeDraft(Draft draft) throws IOException {
    try (FileChannel channel = temporary.create(draft.file())) {
      ByteBuffer bytes = ByteBuffer.wrap(draft.object().bytes());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      metadata.write(draft.file(), draft.object().key(), draft.object().metadata());
      durability.forceFile(channel, draft.file());
    }
  }

  /** Gives the drafts their names; in each folder once, the names are made durable. */
  private void publish(List<Draft> drafts) throws IOException {
    Changed changed = new Changed(new HashSet<>(), new HashSet<>());
    for (Draft draft : drafts) {
      link(draft, paths.file(draft.object().key()), changed);
    }
    allAtOnce(changed.toForce(), this::forceFolder);
    folders.remember(changed.unproven());
  }

  private void link(Draft draft, Path file, Changed changed) throws IOException {
    Path folder = KeyPaths.folderOf(file);
    String key = draft.object().key();
    for (int attempt = 1; ; attempt++) {
      try {
        if (changed.toForce().add(folder) || attempt > 1) {
          folders.make(folder, changed.toForce(), changed.unproven());
        }
        Files.createLink(file, draft.file());
        return;
      } catch (FileAlreadyExistsException e) {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new IllegalKeyException("a folder of other objects", key);
        }
        throw new ObjectExistsException(key);
      } catch (NoSuchFileException e) {
        // A delete of the version's last object took the folder away in between.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (IOException e) {
        if (DiskErrors.isNotADirectory(e)) {
          throw new IllegalKeyException("below another object", key);
        }
        throw e;
      }
    }
  }

  private void forceFolder(Path folder) throws IOException {
    try {
      durability.forceFolder(folder);
    } catch (NoSuchFileException e) {
      // What was in it has been deleted again already, folder and all.
    }
  }

  private static void discard(Draft draft) {
    try {
      Files.deleteIfExists(draft.file());
    } catch (IOException e) {
      // The next start sweeps it; the outcome of the write does not depend on it.
    }
  }

  private interface Step<T> {
    void run(T on) throws IOException;
  }

  private static <T> void allAtOnce(Collection<T> on, Step<T> step) throws IOException {
    List<T> all = new ArrayList<>(on);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      runTogether(all.subList(from, Math.min(all.size(), from + AT_ONCE)), step);
    }
  }

  private static <T> void runTogether(List<T> on, Step<T> step) throws IOException {
    List<Future<?>> running = new ArrayList<>();
    // Closing waits for all of them: no write goes on behind the caller's back.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T one : on) {
        Callable<Boolean> task =
            () -> {
              step.run(one);
              return true;
            };
        running.add(threads.submit(task));
      }
      running.forEach(ObjectWriter::awaitEnd);
    }
    for (Future<?> future : running) {
      if (future.state() == Future.State.FAILED) {
        switch (future.exceptionNow()) {
          case IOException cause -> throw cause;
          case StorageException cause -> throw cause;
          case Throwable cause -> throw new IllegalStateException("writing failed", cause);
        }
      }
    }
  }

  /** Waits for the end without giving way to interruptions, which are kept for the caller. */
  private static void awaitEnd(Future<?> future) {
    boolean interrupted = false;
    while (!future.isDone()) {
      try {
        future.get();
      } catch (ExecutionException e) {
        // Looked at once all have ended.
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
