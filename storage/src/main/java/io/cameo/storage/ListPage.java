package io.cameo.storage;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param objects in key order
 * @param next what to ask as {@code startAfter} for the following page; empty when this is the last
 */
public record ListPage(List<ObjectSummary> objects, Optional<String> next) {
  public ListPage {
    objects = List.copyOf(objects);
  }

  /** Whether more may lie behind this page. */
  public boolean truncated() {
    return next.isPresent();
  }
}
