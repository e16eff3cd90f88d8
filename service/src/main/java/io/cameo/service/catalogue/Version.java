package io.cameo.service.catalogue;

import java.time.Instant;
import java.util.List;

/**
 * A version as the catalogue knows it.
 *
 * @param look what stands in for the picture until it is loaded
 * @param withdrawn whether its subject was deleted while it was retired, so that it is not shown
 */
public record Version(
    VersionId id,
    String subject,
    VersionState state,
    Source source,
    Look look,
    List<StoredObject> objects,
    Life life) {

  /**
   * What was uploaded.
   *
   * @param type media type, such as {@code image/jpeg}
   * @param width pixels after orientation
   * @param height pixels after orientation
   * @param bytes length of the upload
   * @param sha256 lower-case hexadecimal digest of the upload
   * @param crop the square as the caller gave it ({@code x,y,size,rotate}), or empty
   */
  public record Source(
      String type, int width, int height, long bytes, String sha256, String crop) {}

  /**
   * @param thumbhash Base64 of the ThumbHash
   * @param color {@code #rrggbb}
   */
  public record Look(String thumbhash, String color) {}

  /**
   * @param order place among the subject's changes
   * @param created when the intent was recorded, by the database's clock
   * @param withdrawn whether it is hidden because its subject was deleted
   */
  public record Life(long order, Instant created, boolean withdrawn) {}

  public Version {
    objects = List.copyOf(objects);
  }

  /** Whether the objects may be shown to the public at their immutable addresses. */
  public boolean isShown() {
    return switch (state) {
      case LIVE -> true;
      case RETIRED -> !life.withdrawn();
      case PENDING, EXPIRED, TOMBSTONED -> false;
    };
  }
}
