package io.cameo.service.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A version that is about to be written: recorded before its first object is.
 *
 * @param order its place among the subject's changes, from {@link Catalogue#admit}
 * @param making how it came about
 */
public record Intent(
    VersionId id,
    String subject,
    long order,
    Version.Source source,
    Version.Look look,
    List<StoredObject> objects,
    Making making) {

  /**
   * How a version came about.
   *
   * @param scannedBy the scanner that found nothing in the upload, with its signatures; empty where
   *     none was asked
   * @param recipe what its renditions were made by, in the words of whoever made them
   * @param formatsLater whether formats are to be added that nobody waited for
   */
  public record Making(Optional<String> scannedBy, String recipe, boolean formatsLater) {}

  public Intent {
    objects = List.copyOf(objects);
  }

  /** One whose objects are all there will be. */
  public Intent(
      VersionId id,
      String subject,
      long order,
      Version.Source source,
      Version.Look look,
      List<StoredObject> objects,
      Optional<String> scannedBy) {
    this(id, subject, order, source, look, objects, new Making(scannedBy, "", false));
  }

  /**
   * The version that this intent becomes in the moment it is published: all of it is known by then,
   * so that nobody has to read it back.
   *
   * @param recorded when the intent was recorded, from {@link VersionChanges#intend}
   */
  public Version published(Instant recorded) {
    return new Version(
        id,
        subject,
        VersionState.LIVE,
        source,
        look,
        objects,
        new Version.Life(order, recorded, false));
  }
}
