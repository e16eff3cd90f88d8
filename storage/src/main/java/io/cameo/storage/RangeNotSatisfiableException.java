package io.cameo.storage;

/** The object has no byte of the range that was asked for. */
public final class RangeNotSatisfiableException extends StorageException {
  private final long size;

  public RangeNotSatisfiableException(ByteRange range, long size) {
    super("no byte of " + range + " in " + size + " bytes");
    this.size = size;
  }

  /** Bytes of the whole object, for {@code Content-Range: bytes *}{@code /size}. */
  public long size() {
    return size;
  }

  @Override
  public boolean retryable() {
    return false;
  }
}
