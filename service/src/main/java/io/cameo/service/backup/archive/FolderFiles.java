package io.cameo.service.backup.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * An archive in a folder. It asks for nothing but plain files and renaming, so that a network share
 * or a foreign file system will do. A file is written elsewhere and moved to its place when it is
 * on the medium; names that begin with a dot are the writer's own and never shown.
 */
public final class FolderFiles implements ArchiveFiles {

  private static final int FOLDERS_TO_FORCE = 4_096;
  private static final Set<String> OURS_IN_AN_EMPTY_FOLDER =
      Set.of(".lock", ".unfinished", "lost+found");

  private final Path root;
  private final FileAttribute<?>[] folderMode;
  private final FileAttribute<?>[] fileMode;
  private final AtomicLong count = new AtomicLong();
  private final Set<Path> changed = new HashSet<>();

  private FolderFiles(Path root) throws IOException {
    this.root = root;
    boolean posix = Files.getFileStore(root).supportsFileAttributeView("posix");
    this.folderMode = mode(posix, "rwx------");
    this.fileMode = mode(posix, "rw-------");
  }

  /** The folder, which is made when it is missing and may be. */
  public static FolderFiles at(Path folder, boolean make) {
    Path root = folder.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(root)) {
        if (!make) {
          throw new ArchiveException("There is no folder " + root + ".");
        }
        makePrivate(root);
      }
      return new FolderFiles(root);
    } catch (IOException failed) {
      throw failed("using the folder " + root, failed);
    }
  }

  /** User ids and pictures are in it, which are nobody else's business. */
  private static void makePrivate(Path root) throws IOException {
    Path above = root.getParent();
    if (above != null) {
      Files.createDirectories(above);
      boolean posix = Files.getFileStore(above).supportsFileAttributeView("posix");
      Files.createDirectory(root, mode(posix, "rwx------"));
    }
  }

  private static FileAttribute<?>[] mode(boolean posix, String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Where files lie until they are whole; what a killed writer left there goes with the next lock.
   */
  private Path unfinished() {
    return root.resolve(".unfinished");
  }

  private Path path(String name) {
    return root.resolve(ArchiveNames.require(name));
  }

  @Override
  public void put(String name, byte[] bytes) {
    write(name, out -> out.write(bytes));
  }

  @Override
  public void write(String name, Content content) {
    Path file = path(name);
    Path folder = parent(file);
    Path unfinished = unfinished().resolve(Long.toString(count.incrementAndGet()));
    try {
      makeFolder(folder);
      Files.createDirectories(unfinished(), folderMode);
      try (FileChannel channel =
              FileChannel.open(
                  unfinished,
                  Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                  fileMode);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      remember(folder);
    } catch (IOException failed) {
      throw failed("writing " + name, failed);
    } finally {
      removeQuietly(unfinished);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalStateException("a file of an archive lies in its folder: " + file);
    }
    return parent;
  }

  private void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, folderMode);
      for (Path each = folder; !each.equals(root); each = parent(each)) {
        remember(parent(each));
      }
    }
  }

  private static void removeQuietly(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException left) {
      // Nobody reads it, and the next lock takes it away.
    }
  }

  private void remember(Path folder) throws IOException {
    boolean many;
    synchronized (changed) {
      changed.add(folder);
      many = changed.size() >= FOLDERS_TO_FORCE;
    }
    if (many) {
      sync();
    }
  }

  @Override
  public Optional<InputStream> open(String name) {
    try {
      return Optional.of(Files.newInputStream(path(name)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failed) {
      throw failed("reading " + name, failed);
    }
  }

  @Override
  public OptionalLong length(String name) {
    try {
      return OptionalLong.of(Files.size(path(name)));
    } catch (NoSuchFileException none) {
      return OptionalLong.empty();
    } catch (IOException failed) {
      throw failed("looking at " + name, failed);
    }
  }

  @Override
  public Iterator<Entry> list(String folder) {
    return new FolderWalk(root, path(folder));
  }

  @Override
  public void delete(Collection<String> names) {
    try {
      for (String name : names) {
        Path file = path(name);
        if (Files.deleteIfExists(file)) {
          remember(removeEmptyFolders(parent(file)));
        }
      }
    } catch (IOException failed) {
      throw failed("deleting", failed);
    }
  }

  /** The lowest folder that is left. */
  private Path removeEmptyFolders(Path folder) throws IOException {
    Path each = folder;
    while (!each.equals(root)) {
      try {
        Files.deleteIfExists(each);
      } catch (DirectoryNotEmptyException inUse) {
        return each;
      }
      each = parent(each);
    }
    return root;
  }

  /** What a writer left that was killed; the lock says that there is no other. */
  private void removeUnfinished() throws IOException {
    if (!Files.isDirectory(unfinished())) {
      return;
    }
    try (Stream<Path> files = Files.list(unfinished())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void sync() {
    Set<Path> folders;
    synchronized (changed) {
      folders = Set.copyOf(changed);
      changed.clear();
    }
    try {
      for (Path folder : folders) {
        if (Files.isDirectory(folder)) {
          force(folder);
        }
      }
    } catch (IOException failed) {
      throw failed("making safe what was written", failed);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public Lock lock() {
    try {
      FileChannel channel =
          FileChannel.open(
              root.resolve(".lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              fileMode);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new ArchiveException(
            "Another backup writes to " + root + ". Wait for it, or choose another folder.");
      }
      removeUnfinished();
      return () -> closeQuietly(channel);
    } catch (IOException failed) {
      throw failed("locking " + root, failed);
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException ended) {
      // The lock is gone with the channel, or with the process.
    }
  }

  @Override
  public boolean isEmpty() {
    try (Stream<Path> files = Files.list(root)) {
      return files.noneMatch(
          file -> !OURS_IN_AN_EMPTY_FOLDER.contains(file.getFileName().toString()));
    } catch (IOException failed) {
      throw failed("looking into " + root, failed);
    }
  }

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public void close() {
    sync();
  }

  private static ArchiveException failed(String what, IOException why) {
    return ArchiveException.failed("The archive failed while " + what, why);
  }
}
