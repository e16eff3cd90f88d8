package io.cameo.service.delivery;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What delivery needs to know of a version that may be shown.
 *
 * @param jpegs the JPEG renditions, smallest first
 * @param pngs the PNG renditions, smallest first; none for an opaque picture
 */
record Shown(VersionId id, List<StoredObject> jpegs, List<StoredObject> pngs) {

  static Shown of(Version version) {
    return new Shown(version.id(), ofType(version, "jpg"), ofType(version, "png"));
  }

  private static List<StoredObject> ofType(Version version, String extension) {
    return version.objects().stream()
        .filter(object -> !object.isMaster() && object.extension().equals(extension))
        .sorted(Comparator.comparingInt(StoredObject::size))
        .toList();
  }

  /** The rendition of exactly this name. */
  Optional<StoredObject> named(String name) {
    for (StoredObject object : jpegs) {
      if (object.name().equals(name)) {
        return Optional.of(object);
      }
    }
    for (StoredObject object : pngs) {
      if (object.name().equals(name)) {
        return Optional.of(object);
      }
    }
    return Optional.empty();
  }

  /** The smallest rendition that is at least as large as asked, else the largest. */
  StoredObject best(int size, boolean keepTransparency) {
    List<StoredObject> choice = keepTransparency && !pngs.isEmpty() ? pngs : jpegs;
    for (StoredObject object : choice) {
      if (object.size() >= size) {
        return object;
      }
    }
    return choice.getLast();
  }
}
