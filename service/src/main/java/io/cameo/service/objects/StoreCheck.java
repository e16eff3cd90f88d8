package io.cameo.service.objects;

import java.util.Map;
import java.util.Optional;

/** Looks whether the object store can do its work now. */
interface StoreCheck {

  /**
   * What is wrong, as a sentence for the operator; empty when nothing is.
   *
   * @throws io.cameo.storage.StorageException if the look itself failed
   */
  Optional<String> wrong();

  /** What else the operator should see, from the last look; costs next to nothing. */
  default Map<String, Object> details() {
    return Map.of();
  }
}
