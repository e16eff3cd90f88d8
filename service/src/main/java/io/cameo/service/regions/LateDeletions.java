package io.cameo.service.regions;

import io.cameo.service.catalogue.VersionId;
import io.cameo.service.objects.RegionOutbox;
import io.cameo.service.objects.RegionOutbox.Kind;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageException;
import io.cameo.storage.regions.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes in one region what is deleted everywhere else: all that lies under a version's prefix,
 * once no row knows the version any more.
 */
final class LateDeletions {

  private static final Logger LOG = LoggerFactory.getLogger(LateDeletions.class);

  private final JdbcClient sql;
  private final RegionOutbox outbox;

  LateDeletions(JdbcClient sql, RegionOutbox outbox) {
    this.sql = sql;
    this.outbox = outbox;
  }

  /** Deletes what the region has of the version; to be called in the transaction that took it. */
  Step delete(UUID id, Region in) {
    if (isKnown(id)) {
      outbox.done(Kind.DELETION, in.name(), id);
      return Step.DONE;
    }
    try {
      List<String> keys = new ArrayList<>();
      in.store()
          .listAll(new VersionId(id).keyPrefix(), (ObjectSummary object) -> keys.add(object.key()));
      if (!keys.isEmpty()) {
        in.store().deleteAll(keys);
        LOG.info("Region {} has deleted {} objects of version {} late", in.name(), keys.size(), id);
      }
      outbox.deletedIn(in.name(), id, !keys.isEmpty());
      return Step.DONE;
    } catch (StorageException notNow) {
      LOG.warn(
          "Version {} is not deleted in region {} yet: {}", id, in.name(), notNow.getMessage());
      outbox.later(Kind.DELETION, in.name(), id);
      return Region.isSilence(notNow) ? Step.AWAY : Step.FAILED;
    }
  }

  /** A version that has a row again, by a restore, is not deleted; ids are never used twice. */
  private boolean isKnown(UUID id) {
    return sql.sql("select exists (select from version where id = ?)")
        .param(id)
        .query(Boolean.class)
        .single();
  }
}
