package io.cameo.service.objects;

import io.cameo.storage.ListPage;
import io.cameo.storage.ObjectSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One page of the listing of two stores that hold the same keys or some of them. */
final class MergedPage {

  private MergedPage() {}

  /**
   * @param first wins where both have an object
   */
  static ListPage of(ListPage first, ListPage second, int max) {
    // Behind the end of a page that has more behind it, nothing is known of that store.
    Optional<String> known =
        Stream.of(first.next(), second.next()).flatMap(Optional::stream).min(String::compareTo);
    Map<String, ObjectSummary> byKey = new TreeMap<>();
    second.objects().forEach(object -> byKey.put(object.key(), object));
    first.objects().forEach(object -> byKey.put(object.key(), object));
    List<ObjectSummary> objects = new ArrayList<>();
    for (ObjectSummary object : byKey.values()) {
      if (known.isPresent() && object.key().compareTo(known.get()) > 0) {
        break;
      }
      if (objects.size() == max) {
        return new ListPage(objects, Optional.of(objects.getLast().key()));
      }
      objects.add(object);
    }
    return new ListPage(objects, known);
  }
}
