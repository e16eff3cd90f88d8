package io.cameo.service.catalogue;

/**
 * One object of a version, as it was recorded before it was written.
 *
 * @param name {@code 256.jpg} or {@code master.jpg}; the key is the version's prefix and this
 * @param size side in pixels
 * @param bytes length
 * @param sha256 lower-case hexadecimal digest of the bytes
 */
public record StoredObject(String name, int size, long bytes, String sha256) {

  private static final String MASTER = "master.";

  /** Whether this is the picture that renditions are made from, which is never delivered. */
  public boolean isMaster() {
    return name.startsWith(MASTER);
  }

  /** The extension, without a dot. */
  public String extension() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
