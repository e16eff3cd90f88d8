package io.cameo.storage;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object, or a part of one, open for reading. One thread at a time.
 *
 * <p>The stream gives exactly {@code slice().length()} bytes or fails with an {@link IOException}:
 * a store that ends early is never mistaken for a short object.
 */
public final class StoredObject implements AutoCloseable {
  private final ObjectStat stat;
  private final ByteSlice slice;
  private final InputStream content;

  /**
   * An object whose bytes come from {@code raw}.
   *
   * @param raw gives the slice's bytes from its first call on; closed with this object
   */
  public StoredObject(ObjectStat stat, ByteSlice slice, InputStream raw) {
    this.stat = stat;
    this.slice = slice;
    this.content = new ExactInputStream(raw, slice.length());
  }

  /** What is known of the whole object. */
  public ObjectStat stat() {
    return stat;
  }

  /** Which part of the object the content is. */
  public ByteSlice slice() {
    return slice;
  }

  /** The bytes, once. */
  public InputStream content() {
    return content;
  }

  /**
   * All bytes at once.
   *
   * @param limit the most the caller is ready to hold
   * @throws IllegalStateException if there are more
   * @throws StorageUnavailableException if the store failed on the way
   */
  public byte[] readAll(int limit) {
    if (slice.length() > limit) {
      throw new IllegalStateException(
          stat.key() + " has " + slice.length() + " bytes, more than " + limit);
    }
    try {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new StorageUnavailableException("reading " + stat.key() + " failed", e);
    }
  }

  @Override
  public void close() {
    try {
      content.close();
    } catch (IOException e) {
      throw new StorageUnavailableException("closing " + stat.key() + " failed", e);
    }
  }
}
