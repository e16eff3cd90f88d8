package io.cameo.service.backup.archive;

import io.cameo.storage.KeyGrammar;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageException;
import io.cameo.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An archive below a prefix of an object store. Objects are written whole and once, so a file that
 * may be long is kept as numbered parts of {@value #PART} bytes.
 */
public final class ObjectStoreFiles implements ArchiveFiles {

  static final int PART = 8 << 20;

  private static final String PARTS = ".part-";
  private static final ObjectMetadata BYTES =
      new ObjectMetadata("application/octet-stream", "no-store");

  private final ObjectStore store;
  private final String prefix;
  private final String place;
  private final LongSupplier nanos;
  private volatile Optional<WritersLease> lease = Optional.empty();

  /**
   * @param prefix empty, or segments of a key with a slash at the end
   * @param place what to call it when speaking to the operator
   */
  public ObjectStoreFiles(ObjectStore store, String prefix, String place) {
    this(store, prefix, place, System::nanoTime);
  }

  ObjectStoreFiles(ObjectStore store, String prefix, String place, LongSupplier nanos) {
    KeyGrammar.requirePrefix(prefix);
    this.store = store;
    this.prefix = prefix;
    this.place = place;
    this.nanos = nanos;
  }

  private String key(String name) {
    return prefix + ArchiveNames.require(name);
  }

  private static String part(String key, int number) {
    return "%s%s%06d".formatted(key, PARTS, number);
  }

  @Override
  public void put(String name, byte[] bytes) {
    told(
        "writing " + name,
        () -> {
          replace(key(name), bytes);
          return name;
        });
  }

  private void replace(String key, byte[] bytes) {
    requireHeld();
    NewObject object = new NewObject(key, bytes, BYTES);
    try {
      store.put(object);
    } catch (ObjectExistsException old) {
      store.delete(key);
      store.put(object);
    }
  }

  @Override
  public void write(String name, Content content) {
    String key = key(name);
    try (Parts parts = new Parts(key)) {
      content.writeTo(parts);
      parts.finish();
    } catch (IOException | StorageException failed) {
      throw ArchiveException.failed("The archive failed while writing " + name, failed);
    }
  }

  /** Cuts what is written into parts; the last one, which may be empty, ends the file. */
  private final class Parts extends OutputStream {
    private final String key;
    private final byte[] buffer = new byte[PART];
    private int filled;
    private int number;

    Parts(String key) {
      this.key = key;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      int done = 0;
      while (done < length) {
        int more = Math.min(length - done, PART - filled);
        System.arraycopy(bytes, from + done, buffer, filled, more);
        filled += more;
        done += more;
        if (filled == PART) {
          putPart();
        }
      }
    }

    private void putPart() {
      byte[] bytes = new byte[filled];
      System.arraycopy(buffer, 0, bytes, 0, filled);
      replace(part(key, number++), bytes);
      filled = 0;
    }

    void finish() {
      putPart();
      store.delete(part(key, number));
    }
  }

  @Override
  public Optional<InputStream> open(String name) {
    String key = key(name);
    return told(
        "reading " + name,
        () -> {
          Optional<StoredObject> whole = store.get(key);
          if (whole.isPresent()) {
            return whole.map(ObjectStoreFiles::content);
          }
          Optional<StoredObject> first = store.get(part(key, 0));
          return first.map(part -> new SequenceInputStream(new PartStreams(key, part)));
        });
  }

  private static InputStream content(StoredObject object) {
    return new java.io.FilterInputStream(object.content()) {
      @Override
      public void close() {
        object.close();
      }
    };
  }

  /**
   * The parts of a file one after the other, each read as a whole when the one before is used up.
   * Whoever reads a list works on what it names meanwhile, and no server keeps an answer open for
   * hours.
   */
  private final class PartStreams implements Enumeration<InputStream> {
    private final String key;
    private Optional<StoredObject> first;
    private int number;
    private boolean more = true;

    PartStreams(String key, StoredObject first) {
      this.key = key;
      this.first = Optional.of(first);
    }

    @Override
    public boolean hasMoreElements() {
      return more;
    }

    @Override
    public InputStream nextElement() {
      if (!more) {
        throw new NoSuchElementException();
      }
      byte[] bytes = told("reading " + key, this::next);
      number++;
      more = bytes.length == PART;
      return new ByteArrayInputStream(bytes);
    }

    /** Nothing when it is not there: what is too short is found by its digest. */
    private byte[] next() {
      Optional<StoredObject> found = first.isPresent() ? first : store.get(part(key, number));
      first = Optional.empty();
      try (StoredObject part = found.orElse(null)) {
        return part == null ? new byte[0] : part.readAll(PART);
      }
    }
  }

  @Override
  public OptionalLong length(String name) {
    String key = key(name);
    return told(
        "looking at " + name,
        () -> {
          Optional<ObjectStat> whole = store.stat(key);
          if (whole.isPresent()) {
            return OptionalLong.of(whole.get().size());
          }
          long length = 0;
          int number = 0;
          Optional<ObjectStat> part = store.stat(part(key, 0));
          if (part.isEmpty()) {
            return OptionalLong.empty();
          }
          while (part.isPresent()) {
            length += part.get().size();
            part = store.stat(part(key, ++number));
          }
          return OptionalLong.of(length);
        });
  }

  @Override
  public Iterator<Entry> list(String folder) {
    return below(key(folder) + "/");
  }

  private Iterator<Entry> below(String from) {
    return new Iterator<>() {
      private Iterator<ObjectSummary> page = List.<ObjectSummary>of().iterator();
      private Optional<String> after = Optional.empty();
      private boolean last;

      @Override
      public boolean hasNext() {
        // A page may be empty and still have more behind it.
        while (!page.hasNext() && !last) {
          ListPage read =
              told("listing " + from, () -> store.list(from, after, ObjectStore.MAX_PAGE));
          page = read.objects().iterator();
          after = read.next();
          last = after.isEmpty();
        }
        return page.hasNext();
      }

      @Override
      public Entry next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        ObjectSummary object = page.next();
        return new Entry(object.key().substring(prefix.length()), object.size());
      }
    };
  }

  @Override
  public void delete(Collection<String> names) {
    requireHeld();
    told(
        "deleting",
        () -> {
          List<String> keys = new ArrayList<>();
          for (String name : names) {
            keys.add(key(name));
          }
          store.deleteAll(keys);
          return names.size();
        });
  }

  /** Every write is safe when it returns. */
  @Override
  public void sync() {}

  @Override
  public Lock lock() {
    WritersLease taken = WritersLease.take(store, prefix, place, nanos);
    lease = Optional.of(taken);
    return () -> {
      lease = Optional.empty();
      taken.close();
    };
  }

  private void requireHeld() {
    lease.ifPresent(WritersLease::requireHeld);
  }

  @Override
  public boolean isEmpty() {
    Iterator<Entry> files = below(prefix);
    while (files.hasNext()) {
      if (!WritersLease.is(files.next().name())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public void close() {
    store.close();
  }

  private static <T> T told(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (StorageException failed) {
      throw ArchiveException.failed("The archive failed while " + what, failed);
    }
  }
}
