package io.cameo.service.reconcile;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.ObjectRecords;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.objects.LostObjects;
import io.cameo.service.objects.RegionOutbox;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.regions.RegionalStore;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Puts missing objects back as they were, from a replica or from an older version in the bucket.
 * Nothing is overwritten, and only the recorded bytes are taken.
 */
final class Recovery {

  private final ObjectStore home;
  private final ObjectRecords records;
  private final LostObjects lost;
  private final JdbcClient sql;
  private Optional<VersionId> last = Optional.empty();
  private int versions;

  Recovery(ObjectStore home, ObjectRecords records, LostObjects lost, JdbcClient sql) {
    this.home = home;
    this.records = records;
    this.lost = lost;
    this.sql = sql;
  }

  /** Versions that got something back so far. */
  int versions() {
    return versions;
  }

  /** Whether its objects lie in the secondary region and are being brought home by a job. */
  boolean isOnItsWay(HeldVersion version) {
    return RegionOutbox.isOnItsWayHome(sql, version.id().value());
  }

  /**
   * What was found.
   *
   * @param from where the object is, in words; empty when it is nowhere
   * @param faults why not every place could be searched, or why it could not be put back
   */
  record Found(Optional<String> from, List<String> faults) {
    String why() {
      return faults.isEmpty() ? "" : "; " + String.join("; ", faults);
    }
  }

  /**
   * @param apply whether what is found is also put back
   */
  Found recover(HeldVersion version, StoredObject object, boolean apply) {
    String key = version.id().keyPrefix() + object.name();
    LostObjects.Search search = lost.find(key, object.bytes(), object.sha256());
    if (search.object().isEmpty()) {
      return new Found(Optional.empty(), search.faults());
    }
    if (apply) {
      if (!last.equals(Optional.of(version.id()))) {
        last = Optional.of(version.id());
        versions++;
      }
      try {
        records.holding(
            version.id(), object, () -> RegionalStore.putOrRecognise(home, search.object().get()));
      } catch (StorageException notNow) {
        return new Found(
            Optional.empty(),
            List.of("it is in " + search.from() + ", but was not taken: " + notNow.getMessage()));
      }
    }
    return new Found(Optional.of(search.from()), search.faults());
  }
}
