package io.cameo.service.reconcile;

import io.cameo.image.Form;
import io.cameo.image.Rendition;
import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.ObjectRecords;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.imaging.ImagingBusyException;
import io.cameo.service.imaging.ImagingFailedException;
import io.cameo.service.imaging.MasterRenderer;
import io.cameo.service.objects.RecordedBytes;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.StorageException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes missing renditions again from their version's master. Nothing is overwritten: a rendition
 * is written under its key only while nothing is there.
 */
final class RenditionRepair {

  private final ObjectStore store;
  private final ObjectRecords records;
  private final MasterRenderer renderer;
  private int tried;

  RenditionRepair(ObjectStore store, ObjectRecords records, MasterRenderer renderer) {
    this.store = store;
    this.records = records;
    this.renderer = renderer;
  }

  /** Versions that were tried so far. */
  int tried() {
    return tried;
  }

  /**
   * @param missing renditions that are not in the store
   * @return for each of them why it could not be made again; empty where it was, or was no longer
   *     needed
   */
  Map<StoredObject, Optional<String>> repair(
      HeldVersion version, Collection<StoredObject> missing) {
    tried++;
    Map<StoredObject, Optional<String>> outcome = new LinkedHashMap<>();
    Made made = make(version, missing);
    for (StoredObject object : missing) {
      outcome.put(
          object,
          made.fault().isPresent()
              ? made.fault()
              : made.renditions().stream()
                  .filter(rendition -> rendition.name().equals(object.name()))
                  .findFirst()
                  .map(rendition -> write(version.id(), object, rendition))
                  .orElse(Optional.of("the master does not give this type any more")));
    }
    return outcome;
  }

  private record Made(List<Rendition> renditions, Optional<String> fault) {
    static Made failed(String why) {
      return new Made(List.of(), Optional.of(why));
    }
  }

  private Made make(HeldVersion version, Collection<StoredObject> missing) {
    Optional<StoredObject> master =
        version.objects().stream().filter(StoredObject::isMaster).findFirst();
    if (master.isEmpty()) {
      return Made.failed("no master was kept");
    }
    Optional<byte[]> bytes;
    try {
      bytes = read(version.id().keyPrefix() + master.get().name(), master.get());
    } catch (StorageException unreadable) {
      // One bad sector must not end every run at this version; a store that is away ends it soon.
      return Made.failed("its master cannot be read: " + unreadable.getMessage());
    }
    if (bytes.isEmpty()) {
      return Made.failed("its master is missing or damaged");
    }
    List<Integer> sizes = missing.stream().map(StoredObject::size).distinct().toList();
    Set<Form> forms =
        missing.stream().map(object -> Form.of(object.extension())).collect(Collectors.toSet());
    try {
      List<Rendition> renditions = renderer.render(bytes.get(), master.get().size(), sizes, forms);
      return renditions.isEmpty()
          ? Made.failed("its master is no picture")
          : new Made(renditions, Optional.empty());
    } catch (ImagingBusyException | ImagingFailedException | IllegalArgumentException failed) {
      return Made.failed("no worker made it: " + failed.getMessage());
    }
  }

  /** An object as it is recorded; empty when it is anything else. */
  private Optional<byte[]> read(String key, StoredObject recorded) {
    return new RecordedBytes(key, recorded.bytes(), recorded.sha256())
        .in(store)
        .map(NewObject::bytes);
  }

  private Optional<String> write(VersionId version, StoredObject from, Rendition rendition) {
    String key = version.keyPrefix() + from.name();
    StoredObject to =
        new StoredObject(
            from.name(), rendition.width(), rendition.bytes().length, Sha256.of(rendition.bytes()));
    if (!records.change(version, from, to, () -> store.stat(key).isEmpty())) {
      return Optional.empty();
    }
    try {
      records.holding(
          version,
          to,
          () ->
              store.put(
                  new NewObject(
                      key,
                      rendition.bytes(),
                      ObjectMetadata.immutable(rendition.type().mediaType()))));
      return Optional.empty();
    } catch (ObjectExistsException cameBack) {
      return asBefore(version, to, from, key);
    } catch (StorageException notNow) {
      // Missing as before, and recorded as what the next run is to write.
      return Optional.of("the store did not take it: " + notNow.getMessage());
    }
  }

  /** Somebody has put an object back, from a backup perhaps: the record follows the object. */
  private Optional<String> asBefore(
      VersionId version, StoredObject to, StoredObject from, String key) {
    if (read(key, to).isPresent()) {
      return Optional.empty();
    }
    return records.change(version, to, from, () -> read(key, from).isPresent())
        ? Optional.empty()
        : Optional.of("another object has appeared under its key");
  }
}
