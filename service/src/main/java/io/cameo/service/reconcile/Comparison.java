package io.cameo.service.reconcile;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.ObjectSummary;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Merges a page of rows with the objects of the same range, both in key order. */
final class Comparison {

  /** Hears what the merge comes to. */
  interface Verdicts {

    /** An object whose key is not the service's. */
    void foreign(ObjectSummary object);

    /** An object that no row of the page names. */
    void stray(ObjectSummary object);

    /** An object that a row names. */
    void named(HeldVersion version, StoredObject recorded, ObjectSummary object);

    /**
     * All objects of a version were seen.
     *
     * @param absent recorded objects that were not among them
     */
    void over(HeldVersion version, Collection<StoredObject> absent);
  }

  private final Deque<HeldVersion> rows;
  private final Verdicts verdicts;
  private Map<String, StoredObject> unseen = Map.of();

  Comparison(List<HeldVersion> page, Verdicts verdicts) {
    this.rows = new ArrayDeque<>(page);
    this.verdicts = verdicts;
    open();
  }

  /** The next object of the listing. */
  void object(ObjectSummary object) {
    Optional<AvatarKey> key = AvatarKey.parse(object.key());
    if (key.isEmpty()) {
      verdicts.foreign(object);
      return;
    }
    VersionId id = key.get().version();
    while (!rows.isEmpty() && rows.element().id().compareTo(id) < 0) {
      next();
    }
    HeldVersion row = rows.peek();
    if (row == null || !row.id().equals(id)) {
      verdicts.stray(object);
      return;
    }
    StoredObject recorded = unseen.remove(key.get().name());
    if (recorded == null) {
      verdicts.stray(object);
    } else {
      verdicts.named(row, recorded, object);
    }
  }

  /** The listing of the range has ended. */
  void end() {
    while (!rows.isEmpty()) {
      next();
    }
  }

  private void next() {
    verdicts.over(rows.remove(), unseen.values());
    open();
  }

  private void open() {
    unseen = new LinkedHashMap<>();
    HeldVersion row = rows.peek();
    if (row != null) {
      row.objects().forEach(object -> unseen.put(object.name(), object));
    }
  }
}
