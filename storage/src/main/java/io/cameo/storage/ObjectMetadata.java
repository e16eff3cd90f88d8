package io.cameo.storage;

/**
 * What a store keeps beside an object's bytes and gives back unchanged.
 *
 * @param contentType media type, {@code image/jpeg}; 1-100 printable ASCII characters
 * @param cacheControl the header's value for whoever serves the object; 1-200 printable ASCII
 *     characters
 */
public record ObjectMetadata(String contentType, String cacheControl) {

  /** An object is never overwritten, so whoever has it may keep it for the longest usual time. */
  public static final String IMMUTABLE = "public, max-age=31536000, immutable";

  public ObjectMetadata {
    requirePrintable("content type", contentType, 100);
    requirePrintable("cache control", cacheControl, 200);
  }

  /** Metadata of an object that caches may keep for ever. */
  public static ObjectMetadata immutable(String contentType) {
    return new ObjectMetadata(contentType, IMMUTABLE);
  }

  private static void requirePrintable(String what, String value, int most) {
    boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (value.isBlank() || value.length() > most || !printable) {
      throw new IllegalArgumentException(
          what + " must have 1-" + most + " printable ASCII characters");
    }
  }
}
