package io.cameo.service.catalogue;

import java.util.List;

/**
 * A version that is about to be written: recorded before its first object is.
 *
 * @param order its place among the subject's changes, from {@link Catalogue#admit}
 */
public record Intent(
    VersionId id,
    String subject,
    long order,
    Version.Source source,
    Version.Look look,
    List<StoredObject> objects) {

  public Intent {
    objects = List.copyOf(objects);
  }
}
