package io.cameo.service.reconcile;

import io.cameo.storage.ListPage;
import io.cameo.storage.ObjectStore;
import java.util.Optional;

/** Where a comparison learns what lies in the store. */
public interface ObjectList {

  /** One page in key order; see {@link ObjectStore#list}. */
  ListPage page(Optional<String> after, int max);

  /** Whether it shows the store as it is now; else every finding has to be looked at again. */
  boolean isLive();

  /** What it is called where it is kept how far a run has come. */
  String name();

  /** The store's own listing. */
  static ObjectList of(ObjectStore store) {
    return new ObjectList() {
      @Override
      public ListPage page(Optional<String> after, int max) {
        return store.list("", after, max);
      }

      @Override
      public boolean isLive() {
        return true;
      }

      @Override
      public String name() {
        return "listing";
      }
    };
  }
}
