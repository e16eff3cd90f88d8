package io.cameo.service.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where an archive's files lie: a folder or an object store.
 *
 * <p>Names follow the grammar of object keys. A file is there whole or not at all. All calls are
 * safe from many threads and fail with an {@link ArchiveException}.
 */
public interface ArchiveFiles extends AutoCloseable {

  /** A file as a listing shows it. */
  record Entry(String name, long length) {}

  /** What is to be written. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file of a few megabytes at most; one of that name is replaced. */
  void put(String name, byte[] bytes);

  /** Writes a file of any length; it is there only when {@code content} ends without a failure. */
  void write(String name, Content content);

  /** Opens a file; empty if there is none. */
  Optional<InputStream> open(String name);

  /** Bytes of a file; empty if there is none. */
  OptionalLong length(String name);

  /** The files below a folder, by name in the order of characters, read as they are asked for. */
  Iterator<Entry> list(String folder);

  /** Removes files; missing ones are no fault. */
  void delete(Collection<String> names);

  /** Returns when all that was written survives a loss of power. */
  void sync();

  /**
   * Keeps every other writer out until it is closed.
   *
   * @throws ArchiveException if there is one
   */
  Lock lock();

  /** Whether there is anything at this place. */
  boolean isEmpty();

  /** The place in the operator's words. */
  String place();

  @Override
  void close();

  /** The right to write. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }
}
