package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;

/** Opens the object store that the settings name, for the service and for commands alike. */
public final class ObjectStores {

  private ObjectStores() {}

  public static ObjectStore open(ObjectSettings settings) {
    return DiskStore.open(settings.folder(), new DiskStoreOptions(settings.reserveBytes()));
  }
}
