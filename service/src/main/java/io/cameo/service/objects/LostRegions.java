package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionalStore;
import java.time.Duration;
import java.util.List;

/**
 * Which regions cannot do now what they are asked, for whoever promises that something is done
 * everywhere.
 */
public interface LostRegions {

  /** Names of the regions that do not answer when they are asked now; empty without replicas. */
  List<String> now();

  /** How much later than elsewhere a deletion is known to be complete. */
  Duration settling();

  /** Those of this store. */
  static LostRegions of(ObjectStore objects, RegionSettings settings) {
    return new LostRegions() {
      @Override
      public List<String> now() {
        return MovingStore.configuredIn(objects) instanceof RegionalStore regions
            ? regions.regions().stream().filter(each -> !each.answers()).map(Region::name).toList()
            : List.of();
      }

      @Override
      public Duration settling() {
        boolean byServers =
            !settings.replicas().isEmpty()
                && settings.replication() == RegionSettings.Replication.BUCKET;
        return byServers ? RegionOutbox.SETTLING : Duration.ZERO;
      }
    };
  }
}
