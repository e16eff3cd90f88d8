package io.cameo.service.delivery;

import io.cameo.storage.ObjectNotFoundException;

/** What delivery wants of the object store. */
@FunctionalInterface
interface Store {

  /**
   * All of an object.
   *
   * @throws ObjectNotFoundException if there is none
   */
  byte[] read(String key);

  /** Whether there is such an object. */
  default boolean has(String key) {
    try {
      read(key);
      return true;
    } catch (ObjectNotFoundException gone) {
      return false;
    }
  }
}
