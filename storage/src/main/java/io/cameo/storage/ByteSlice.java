package io.cameo.storage;

/**
 * Some bytes of an object whose size is known.
 *
 * @param offset of the first byte, from 0
 * @param length bytes
 */
public record ByteSlice(long offset, long length) {

  /** All bytes of an object. */
  public static ByteSlice whole(long size) {
    return new ByteSlice(0, size);
  }
}
