package io.cameo.service.regions;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.catalogue.VersionState;
import io.cameo.service.objects.RecordedBytes;
import io.cameo.service.objects.RegionOutbox;
import io.cameo.service.objects.RegionOutbox.Kind;
import io.cameo.service.objects.RegionSettings;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageException;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionalStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one region has all objects of one version, with the recorded bytes. The version's
 * row cannot go meanwhile, so that no copy is made of what is being deleted.
 */
final class VersionCopies {

  private static final Logger LOG = LoggerFactory.getLogger(VersionCopies.class);

  private final RegionalStore store;
  private final VersionInventory versions;
  private final RegionOutbox outbox;
  private final RegionSettings.Replication replication;

  VersionCopies(
      RegionalStore store,
      VersionInventory versions,
      RegionOutbox outbox,
      RegionSettings.Replication replication) {
    this.store = store;
    this.versions = versions;
    this.outbox = outbox;
    this.replication = replication;
  }

  /** Brings the version to the region; to be called in the transaction that took it. */
  Step copy(UUID taken, Region to) {
    VersionId id = new VersionId(taken);
    Optional<HeldVersion> version = versions.keep(id);
    if (version.isEmpty() || isGoing(version.get())) {
      outbox.done(Kind.COPY, to.name(), id.value());
      return Step.DONE;
    }
    try {
      Step step = isPending(version.get()) ? Step.LATER : bring(version.get(), to);
      switch (step) {
        case DONE -> outbox.done(Kind.COPY, to.name(), id.value());
        case SOURCE_AWAY -> outbox.soon(Kind.COPY, to.name(), id.value());
        default -> outbox.later(Kind.COPY, to.name(), id.value());
      }
      return step;
    } catch (StorageException notNow) {
      LOG.warn("Version {} has no copy in region {} yet: {}", id, to.name(), notNow.getMessage());
      outbox.later(Kind.COPY, to.name(), id.value());
      return Region.isSilence(notNow) ? Step.AWAY : Step.FAILED;
    }
  }

  /** Its objects are the reaper's, in every region. */
  private static boolean isGoing(HeldVersion version) {
    return switch (version.state()) {
      case EXPIRED, TOMBSTONED -> true;
      case PENDING, LIVE, RETIRED -> false;
    };
  }

  /** Its upload is under way: it is looked at again. */
  private static boolean isPending(HeldVersion version) {
    return version.state() == VersionState.PENDING;
  }

  /** The region has all of it now when this is done. */
  private Step bring(HeldVersion version, Region to) {
    boolean byServers =
        replication == RegionSettings.Replication.BUCKET && !to.name().equals(Region.HOME);
    Map<String, Long> there = new HashMap<>();
    String prefix = version.id().keyPrefix();
    to.store().listAll(prefix, (ObjectSummary object) -> there.put(object.key(), object.size()));
    Step all = Step.DONE;
    for (StoredObject object : version.objects()) {
      String key = prefix + object.name();
      boolean fits = Long.valueOf(object.bytes()).equals(there.get(key));
      Step one = Step.DONE;
      if (byServers) {
        one = fits ? Step.DONE : Step.LATER;
      } else if (!fits || recorded(key, object).in(to.store()).isEmpty()) {
        one = copy(recorded(key, object), to);
      }
      // What no region has is worse than what one may have that does not answer.
      all = one == Step.DONE || all == Step.LATER ? all : one;
    }
    return all;
  }

  private static RecordedBytes recorded(String key, StoredObject object) {
    return new RecordedBytes(key, object.bytes(), object.sha256());
  }

  private Step copy(RecordedBytes recorded, Region to) {
    boolean silent = false;
    for (Region from : store.regions()) {
      if (from != to) {
        Found found = read(recorded, from);
        if (found.object().isPresent()) {
          RegionalStore.putOrRecognise(to.store(), found.object().get());
          return Step.DONE;
        }
        silent |= found.silent();
      }
    }
    if (silent) {
      return Step.SOURCE_AWAY;
    }
    LOG.warn("No region gives {} as it is recorded, so {} gets no copy", recorded.key(), to.name());
    return Step.LATER;
  }

  private record Found(Optional<NewObject> object, boolean silent) {}

  private static Found read(RecordedBytes recorded, Region from) {
    if (from.isAway()) {
      return new Found(Optional.empty(), true);
    }
    try {
      return new Found(recorded.in(from.store()), false);
    } catch (StorageException notNow) {
      LOG.debug("Region {} does not give {}", from.name(), recorded.key(), notNow);
      return new Found(Optional.empty(), Region.isSilence(notNow));
    }
  }
}
