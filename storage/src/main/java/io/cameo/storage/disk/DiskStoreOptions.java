package io.cameo.storage.disk;

/**
 * How a disk store behaves.
 *
 * @param reserveBytes free bytes that writes leave alone, so that the database and the logs on the
 *     same disk live on when pictures fill it; 0 for none
 */
public record DiskStoreOptions(long reserveBytes) {

  /** 512 MB: a full database checkpoint, its logs, and room to clean up in. */
  public static final DiskStoreOptions DEFAULT = new DiskStoreOptions(512L << 20);

  public DiskStoreOptions {
    if (reserveBytes < 0) {
      throw new IllegalArgumentException("reserve must not be negative: " + reserveBytes);
    }
  }
}
