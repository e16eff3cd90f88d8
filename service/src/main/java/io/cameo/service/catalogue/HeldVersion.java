package io.cameo.service.catalogue;

import java.util.List;

/**
 * What a version's row says of its objects.
 *
 * @param due whether its time was over, by the database's clock, when the row was read
 * @param planned names of objects that are being added
 */
public record HeldVersion(
    VersionId id,
    VersionState state,
    boolean due,
    List<StoredObject> objects,
    List<String> planned) {

  public HeldVersion {
    objects = List.copyOf(objects);
    planned = List.copyOf(planned);
  }

  /** Whether every recorded object has to be in the store; else any of them may be there or not. */
  public boolean mustHaveObjects() {
    return switch (state) {
      case LIVE -> true;
      case RETIRED -> !due;
      case PENDING, EXPIRED, TOMBSTONED -> false;
    };
  }

  /** Whether an object of this name, in whatever condition, belongs to the version. */
  public boolean names(String name) {
    return planned.contains(name)
        || objects.stream().anyMatch(object -> object.name().equals(name));
  }
}
