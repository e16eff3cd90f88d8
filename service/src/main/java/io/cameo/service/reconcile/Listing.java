package io.cameo.service.reconcile;

import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.ListPage;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The store's objects in key order, read page by page. What a page holds behind the asked range is
 * forgotten and listed again later, because it must not be older than the rows it is compared with.
 */
final class Listing {

  private final ObjectList objects;
  private Optional<String> after;
  private boolean ended;

  /**
   * @param after only objects behind this key
   */
  Listing(ObjectList objects, Optional<String> after) {
    this.objects = objects;
    this.after = after;
  }

  /** How far it has come: the last key that was handed over. */
  Optional<String> position() {
    return after;
  }

  /**
   * Hands over the objects from where it stands to the last one of a version.
   *
   * @param last empty for all that are left
   */
  void upTo(Optional<VersionId> last, Consumer<ObjectSummary> each) {
    // No character of a key is greater.
    Optional<String> bound = last.map(version -> version.keyPrefix() + '\u007f');
    while (!ended) {
      ListPage page = objects.page(after, ObjectStore.MAX_PAGE);
      for (ObjectSummary object : page.objects()) {
        if (bound.isPresent() && object.key().compareTo(bound.get()) > 0) {
          return;
        }
        each.accept(object);
        after = Optional.of(object.key());
      }
      if (page.next().isEmpty()) {
        ended = true;
      } else {
        after = page.next();
      }
    }
  }
}
