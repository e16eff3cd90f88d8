package io.cameo.service.delivery;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What delivery needs to know of a version that may be shown.
 *
 * @param steps what there is in each size that has a JPEG, smallest first: every size has one, and
 *     the other types may still be on their way
 */
record Shown(VersionId id, List<Step> steps, List<StoredObject> renditions) {

  /**
   * What there is of one size.
   *
   * @param side in pixels
   */
  record Step(int side, Map<PictureType, StoredObject> types) {

    /** The best that there is and the client can show. */
    StoredObject best(Preference preference) {
      List<PictureType> wanted = preference.types();
      for (int i = 0; i < wanted.size(); i++) {
        StoredObject object = types.get(wanted.get(i));
        if (object != null) {
          return object;
        }
      }
      throw new IllegalStateException("a size without a JPEG");
    }
  }

  static Shown of(Version version) {
    return of(version.id(), version.objects());
  }

  static Shown of(VersionId id, List<StoredObject> objects) {
    List<StoredObject> renditions =
        objects.stream()
            .filter(object -> !object.isMaster() && PictureType.of(object.extension()) != null)
            .sorted(Comparator.comparingInt(StoredObject::size))
            .toList();
    Map<Integer, Map<PictureType, StoredObject>> bySide = new TreeMap<>();
    for (StoredObject object : renditions) {
      PictureType type = PictureType.of(object.extension());
      if (type != null) {
        bySide
            .computeIfAbsent(object.size(), side -> new EnumMap<>(PictureType.class))
            .put(type, object);
      }
    }
    List<Step> steps =
        bySide.entrySet().stream()
            .filter(size -> size.getValue().containsKey(PictureType.JPEG))
            .map(size -> new Step(size.getKey(), size.getValue()))
            .toList();
    return new Shown(id, steps, renditions);
  }

  /** The rendition of exactly this name. */
  Optional<StoredObject> named(String name) {
    for (StoredObject object : renditions) {
      if (object.name().equals(name)) {
        return Optional.of(object);
      }
    }
    return Optional.empty();
  }

  /** The smallest size that is at least as large as asked, else the largest. */
  Step step(int size) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).side() >= size) {
        return steps.get(i);
      }
    }
    return steps.getLast();
  }
}
