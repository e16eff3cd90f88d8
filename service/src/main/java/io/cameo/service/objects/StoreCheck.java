package io.cameo.service.objects;

import java.util.Optional;

/** Looks whether the object store can do its work now. */
interface StoreCheck {

  /**
   * What is wrong, as a sentence for the operator; empty when nothing is.
   *
   * @throws io.cameo.storage.StorageException if the look itself failed
   */
  Optional<String> wrong();
}
