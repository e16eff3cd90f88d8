package io.cameo.service.reconcile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Counts, bytes and the first few examples of every pile; its size does not grow with the store.
 */
public final class Tally {

  /** Examples of one pile; a list of all is for whoever hears the findings. */
  static final int EXAMPLES = 10;

  private static final class Heap {
    private long count;
    private long bytes;
    private final List<String> examples = new ArrayList<>();
  }

  private final Map<Pile, Heap> heaps = new EnumMap<>(Pile.class);

  Tally() {
    for (Pile pile : Pile.values()) {
      heaps.put(pile, new Heap());
    }
  }

  /** Reads what {@link #json} has written. */
  static Tally of(JsonNode json) {
    Tally tally = new Tally();
    for (Pile pile : Pile.values()) {
      JsonNode from = json.path(pile.word());
      Heap heap = tally.heap(pile);
      heap.count = from.path("count").asLong(0);
      heap.bytes = from.path("bytes").asLong(0);
      from.path("examples").forEach(example -> heap.examples.add(example.asString()));
    }
    return tally;
  }

  void add(Pile pile, long bytes) {
    Heap heap = heap(pile);
    heap.count++;
    heap.bytes += bytes;
  }

  void add(Finding finding) {
    add(finding.what(), finding.bytes());
    List<String> examples = heap(finding.what()).examples;
    if (examples.size() < EXAMPLES) {
      examples.add(
          finding.detail().isEmpty() ? finding.key() : finding.key() + ": " + finding.detail());
    }
  }

  /** Counts many at once, of which there is no example. */
  void set(Pile pile, long count, long bytes) {
    heap(pile).count = count;
    heap(pile).bytes = bytes;
  }

  void more(Pile pile, long count, long bytes) {
    heap(pile).count += count;
    heap(pile).bytes += bytes;
  }

  public long count(Pile pile) {
    return heap(pile).count;
  }

  public long bytes(Pile pile) {
    return heap(pile).bytes;
  }

  /** The first few of a pile, in words. */
  public List<String> examples(Pile pile) {
    return List.copyOf(heap(pile).examples);
  }

  private Heap heap(Pile pile) {
    return java.util.Objects.requireNonNull(heaps.get(pile));
  }

  /** Every pile under its word. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Pile pile : Pile.values()) {
      Map<String, Object> heap = new LinkedHashMap<>();
      heap.put("count", count(pile));
      heap.put("bytes", bytes(pile));
      heap.put("examples", examples(pile));
      json.put(pile.word(), heap);
    }
    return json;
  }
}
