package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import java.util.Optional;

/** A look at a key that does not exist costs a disk next to nothing. */
record DiskCheck(ObjectStore objects) implements StoreCheck {

  @Override
  public Optional<String> wrong() {
    objects.stat("health/probe");
    return Optional.empty();
  }
}
