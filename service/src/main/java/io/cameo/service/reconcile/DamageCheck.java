package io.cameo.service.reconcile;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks again at what a comparison took for damage: meanwhile the version may have been erased, its
 * time may have ended, or the object may have been made again.
 *
 * <p>The store is asked first and the row after it. A row that still needs the object then needed
 * it all the time since the comparison read it, because none comes back to life without its
 * objects.
 */
final class DamageCheck {

  private final ObjectStore store;
  private final VersionInventory inventory;

  DamageCheck(ObjectStore store, VersionInventory inventory) {
    this.store = store;
    this.inventory = inventory;
  }

  /** Those of the damages that are real. */
  Map<StoredObject, Damage> confirmed(HeldVersion version, Map<StoredObject, Damage> suspected) {
    Map<StoredObject, Damage> seen = new LinkedHashMap<>();
    suspected.forEach(
        (object, damage) -> look(version, object, damage).ifPresent(now -> seen.put(object, now)));
    if (!seen.isEmpty()) {
      Optional<HeldVersion> row =
          Optional.ofNullable(inventory.find(List.of(version.id())).get(version.id()))
              .filter(HeldVersion::mustHaveObjects);
      seen.keySet().removeIf(object -> row.isEmpty() || !row.get().objects().contains(object));
    }
    return seen;
  }

  private Optional<Damage> look(HeldVersion version, StoredObject object, Damage suspected) {
    Optional<ObjectStat> stat = store.stat(version.id().keyPrefix() + object.name());
    if (stat.isEmpty()) {
      return Optional.of(Damage.MISSING);
    }
    if (stat.get().size() != object.bytes()) {
      return Optional.of(Damage.WRONG_LENGTH);
    }
    return suspected == Damage.WRONG_BYTES ? Optional.of(suspected) : Optional.empty();
  }
}
