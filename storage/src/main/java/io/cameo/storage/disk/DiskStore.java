package io.cameo.storage.disk;

import io.cameo.storage.ByteRange;
import io.cameo.storage.ByteSlice;
import io.cameo.storage.KeyGrammar;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Objects as files below one folder; the layout and the way to durability are described in the
 * package's page.
 *
 * <p>Several stores, also of several processes, may use one folder at once. The etag is made of
 * size and time of writing.
 */
public final class DiskStore implements ObjectStore {
  private final Path root;
  private final KeyPaths paths;
  private final Folders folders;
  private final TemporaryFolder temporary;
  private final MetadataAttribute metadata;
  private final Durability durability;
  private final ObjectWriter writer;

  private DiskStore(Path root, DiskStoreOptions options, Durability durability) throws IOException {
    FileStore fileStore = Files.getFileStore(root);
    boolean posix = fileStore.supportsFileAttributeView("posix");
    FileAttribute<?>[] folderMode = mode(posix, "rwx------");
    FileAttribute<?>[] fileMode = mode(posix, "rw-------");
    this.root = root;
    this.paths = new KeyPaths(root);
    this.folders = new Folders(root, folderMode);
    this.metadata = new MetadataAttribute(fileStore);
    this.durability = durability;
    this.temporary = TemporaryFolder.open(root.resolve(".tmp"), folderMode, fileMode);
    this.writer =
        new ObjectWriter(
            paths, folders, temporary, metadata, durability, new Reserve(fileStore, options));
  }

  /**
   * Opens the store in a folder, which is made (mode 700) if it is missing, and removes the
   * unfinished files of those who died while writing.
   *
   * @throws StorageUnavailableException if the folder cannot be used; the message says why
   */
  public static DiskStore open(Path root, DiskStoreOptions options) {
    return open(root, options, Durability.FSYNC);
  }

  /**
   * Whether anything lies below the first segment of keys in a folder that need not be a store, and
   * is left as it is. A store that ever held such an object goes on saying so: folders of shards
   * stay.
   *
   * @throws StorageUnavailableException if it cannot be looked into
   */
  public static boolean holdsAny(Path root, String segment) {
    Path folder = root.resolve(segment);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return entries.iterator().hasNext();
    } catch (NoSuchFileException | NotDirectoryException none) {
      return false;
    } catch (DirectoryIteratorException e) {
      throw DiskErrors.translate("looking into " + folder, new IOException(e));
    } catch (IOException e) {
      throw DiskErrors.translate("looking into " + folder, e);
    }
  }

  static DiskStore open(Path root, DiskStoreOptions options, Durability durability) {
    try {
      if (!Files.isDirectory(root)) {
        Path parent = KeyPaths.folderOf(root.toAbsolutePath().normalize());
        Files.createDirectories(parent);
        Files.createDirectory(
            root, mode(Files.getFileStore(parent).supportsFileAttributeView("posix"), "rwx------"));
        durability.forceFolder(parent);
      }
      DiskStore store = new DiskStore(root.toRealPath(), options, durability);
      store.requireHardLinks();
      return store;
    } catch (IOException e) {
      throw DiskErrors.translate("opening the object store in " + root, e);
    }
  }

  private static FileAttribute<?>[] mode(boolean posix, String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private void requireHardLinks() throws IOException {
    Path file = temporary.next();
    Path link = temporary.next();
    temporary.create(file).close();
    try {
      Files.createLink(link, file);
    } catch (IOException | UnsupportedOperationException e) {
      close();
      throw new StorageUnavailableException(
          "the file system of " + root + " has no hard links; put the data on one that has");
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(link);
    }
  }

  @Override
  public void put(NewObject object) {
    putAll(List.of(object));
  }

  @Override
  public void putAll(List<NewObject> objects) {
    ObjectStore.requireDistinct(objects);
    writer.write(objects);
  }

  @Override
  public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    Path file = paths.file(key);
    try {
      Optional<ObjectStat> stat = stat(file, key);
      if (stat.isEmpty()) {
        return absent();
      }
      long size = stat.get().size();
      ByteSlice slice = range.map(r -> r.of(size)).orElseGet(() -> ByteSlice.whole(size));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      try {
        channel.position(slice.offset());
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      return Optional.of(new StoredObject(stat.get(), slice, Channels.newInputStream(channel)));
    } catch (NoSuchFileException e) {
      return absent();
    } catch (IOException e) {
      throw DiskErrors.translate("reading " + key, e);
    }
  }

  @Override
  public Optional<ObjectStat> stat(String key) {
    Path file = paths.file(key);
    try {
      Optional<ObjectStat> stat = stat(file, key);
      return stat.isPresent() ? stat : absent();
    } catch (NoSuchFileException e) {
      return absent();
    } catch (IOException e) {
      throw DiskErrors.translate("looking at " + key, e);
    }
  }

  /** That there is nothing, which only the folder itself can say and not what it was mounted on. */
  private <T> Optional<T> absent() {
    temporary.requireThere();
    return Optional.empty();
  }

  private Optional<ObjectStat> stat(Path file, String key) throws IOException {
    Optional<BasicFileAttributes> found = folders.attributes(file);
    if (found.isEmpty() || !found.get().isRegularFile()) {
      return Optional.empty();
    }
    folders.requireInside(KeyPaths.folderOf(file));
    BasicFileAttributes attributes = found.get();
    long written = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    return Optional.of(
        new ObjectStat(
            key,
            attributes.size(),
            metadata.read(file, key),
            Long.toHexString(attributes.size()) + "-" + Long.toHexString(written),
            attributes.lastModifiedTime().toInstant()));
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    List<Path> files = keys.stream().map(paths::file).toList();
    // What is not there counts as deleted, so the folder has to be.
    temporary.requireThere();
    Set<Path> changed = new HashSet<>();
    try {
      for (Path file : files) {
        Path folder = KeyPaths.folderOf(file);
        Optional<BasicFileAttributes> found = folders.attributes(file);
        if (found.isPresent() && found.get().isRegularFile()) {
          folders.requireInside(folder);
          Files.deleteIfExists(file);
          changed.add(folder);
        }
      }
      Set<Path> toForce = new HashSet<>();
      for (Path folder : changed) {
        toForce.add(folders.removeIfEmpty(folder) ? KeyPaths.folderOf(folder) : folder);
      }
      for (Path folder : toForce) {
        forceIfThere(folder);
      }
    } catch (IOException e) {
      throw DiskErrors.translate("deleting " + keys.size() + " objects", e);
    }
  }

  private void forceIfThere(Path folder) throws IOException {
    try {
      durability.forceFolder(folder);
    } catch (NoSuchFileException e) {
      // Somebody else emptied and removed it; the parent is what holds that, see above.
      durability.forceFolder(KeyPaths.folderOf(folder));
    }
  }

  @Override
  public ListPage list(String prefix, Optional<String> startAfter, int max) {
    KeyGrammar.requirePrefix(prefix);
    startAfter.ifPresent(KeyGrammar::requireKey);
    if (max < 1 || max > MAX_PAGE) {
      throw new IllegalArgumentException("a page has 1-" + MAX_PAGE + " keys, not " + max);
    }
    temporary.requireThere();
    try {
      return KeyWalk.page(folders, root, new KeyWindow(prefix, startAfter.orElse("")), max);
    } catch (IOException e) {
      throw DiskErrors.translate("listing " + prefix, e);
    }
  }

  @Override
  public void close() {
    try {
      temporary.close();
    } catch (IOException e) {
      throw DiskErrors.translate("closing the object store", e);
    }
  }
}
