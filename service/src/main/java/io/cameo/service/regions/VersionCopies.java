package io.cameo.service.regions;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.catalogue.VersionState;
import io.cameo.service.objects.RegionOutbox;
import io.cameo.service.objects.RegionOutbox.Kind;
import io.cameo.service.objects.RegionSettings;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.Sha256;
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

  private static final int LARGEST = 32 * 1024 * 1024;

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

  /**
   * Takes the next version that is due in the region; to be called in a transaction.
   *
   * @return how it went
   */
  Step next(Region to) {
    Optional<UUID> next = outbox.next(Kind.COPY, to.name());
    if (next.isEmpty()) {
      return Step.NOTHING_DUE;
    }
    VersionId id = new VersionId(next.get());
    Optional<HeldVersion> version = versions.keep(id);
    if (version.isEmpty() || isGoing(version.get())) {
      outbox.done(Kind.COPY, to.name(), id.value());
      return Step.DONE;
    }
    try {
      if (isPending(version.get()) || !bring(version.get(), to)) {
        outbox.later(Kind.COPY, to.name(), id.value());
        return Step.LATER;
      }
      outbox.done(Kind.COPY, to.name(), id.value());
      return Step.DONE;
    } catch (StorageException notNow) {
      LOG.warn("Version {} has no copy in region {} yet: {}", id, to.name(), notNow.getMessage());
      outbox.later(Kind.COPY, to.name(), id.value());
      return Step.FAILED;
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

  /**
   * @return whether the region has all of it now
   */
  private boolean bring(HeldVersion version, Region to) {
    boolean byServers =
        replication == RegionSettings.Replication.BUCKET && !to.name().equals(Region.HOME);
    Map<String, Long> there = new HashMap<>();
    String prefix = version.id().keyPrefix();
    to.store().listAll(prefix, (ObjectSummary object) -> there.put(object.key(), object.size()));
    boolean all = true;
    for (StoredObject object : version.objects()) {
      String key = prefix + object.name();
      boolean fits = Long.valueOf(object.bytes()).equals(there.get(key));
      if (byServers) {
        all &= fits;
      } else if (!fits || !hasBytes(to.store(), key, object)) {
        all &= copy(key, object, to);
      }
    }
    return all;
  }

  private static boolean hasBytes(ObjectStore in, String key, StoredObject recorded) {
    try (var object = in.get(key).orElse(null)) {
      return object != null
          && object.stat().size() == recorded.bytes()
          && Sha256.of(object.readAll(LARGEST)).equals(recorded.sha256());
    }
  }

  private boolean copy(String key, StoredObject recorded, Region to) {
    for (Region from : store.regions()) {
      if (from != to) {
        Optional<NewObject> found = read(key, recorded, from);
        if (found.isPresent()) {
          RegionalStore.putOrRecognise(to.store(), found.get());
          return true;
        }
      }
    }
    LOG.warn("No region gives {} as it is recorded, so {} gets no copy", key, to.name());
    return false;
  }

  private static Optional<NewObject> read(String key, StoredObject recorded, Region from) {
    if (from.isAway()) {
      return Optional.empty();
    }
    try (var object = from.store().get(key).orElse(null)) {
      if (object == null || object.stat().size() != recorded.bytes()) {
        return Optional.empty();
      }
      byte[] bytes = object.readAll(LARGEST);
      return Sha256.of(bytes).equals(recorded.sha256())
          ? Optional.of(new NewObject(key, bytes, object.stat().metadata()))
          : Optional.empty();
    } catch (StorageException notNow) {
      LOG.debug("Region {} does not give {}", from.name(), key, notNow);
      return Optional.empty();
    }
  }
}
