package io.cameo.service.cdn;

import java.util.ArrayList;
import java.util.List;

/** Lists in parts, as one call takes them. */
public final class Parts {

  private Parts() {}

  /** Parts of at most this many, in order; none of an empty list. */
  public static <T> List<List<T>> of(List<T> all, int most) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += most) {
      parts.add(all.subList(from, Math.min(all.size(), from + most)));
    }
    return parts;
  }
}
