package io.cameo.service.database;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Set;

/**
 * How far a replica must have come before it may be asked about something that has changed.
 *
 * <p>A change is noted when it is heard of, which is after its commit, and at first nobody knows
 * where in the write-ahead log it ended: so the primary is read. The next look at the primary's
 * position gives a place behind it. Nothing is added to the change itself.
 *
 * <p>Memory is bounded: the oldest note is dropped for a new one, and its place becomes one that
 * every read needs. What fell out makes reads go to the primary, never stale.
 */
final class RecentChanges implements ChangeFeed.Listener {

  /** A place that no replica reaches. */
  static final long NOWHERE = Long.MAX_VALUE;

  private static final int MOST = 10_000;

  /** The first words of what is announced and asked about. */
  private static final Set<String> KINDS = Set.of("subject", "version", "identity");

  /** A note; numbers say in which order changes were heard of. */
  private static final class Note {
    private final long number;
    private long place = NOWHERE;

    Note(long number) {
      this.number = number;
    }
  }

  private record Waiting(String about, Note note) {}

  private final int most;

  /** In the order in which they were noted. */
  private final LinkedHashMap<String, Note> notes = new LinkedHashMap<>();

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long numbers;
  private long floor;

  /** The number up to which the floor has no place yet. At the start nothing is known. */
  private long floorWaitsFor;

  private boolean hearing;

  RecentChanges() {
    this(MOST);
  }

  /**
   * @param most notes
   */
  RecentChanges(int most) {
    this.most = most;
    noteEverything();
  }

  @Override
  public synchronized void changed(String announcement) {
    if (!ChangeFeed.concernsPictures(announcement)) {
      return;
    }
    if (!KINDS.contains(announcement.split(" ", 2)[0])) {
      // A newer node may announce what this one does not know.
      noteEverything();
      return;
    }
    Note note = new Note(++numbers);
    notes.remove(announcement);
    notes.put(announcement, note);
    waiting.add(new Waiting(announcement, note));
    while (notes.size() > most) {
      Note eldest = notes.pollFirstEntry().getValue();
      raiseFloor(eldest);
    }
    while (waiting.size() > 2 * most) {
      // The same few things change again and again, and the primary's position is not to be had.
      Waiting dropped = waiting.remove();
      if (notes.get(dropped.about()) == dropped.note()) {
        notes.remove(dropped.about());
        raiseFloor(dropped.note());
      }
    }
  }

  private void raiseFloor(Note dropped) {
    if (dropped.place == NOWHERE) {
      floorWaitsFor = Math.max(floorWaitsFor, dropped.number);
    } else {
      floor = Math.max(floor, dropped.place);
    }
  }

  private void noteEverything() {
    floorWaitsFor = ++numbers;
  }

  /** What changed while nobody heard may be anything. */
  @Override
  public synchronized void connected() {
    hearing = true;
    noteEverything();
  }

  @Override
  public synchronized void lost() {
    hearing = false;
  }

  /** Whether changes of other nodes are heard. */
  synchronized boolean hearing() {
    return hearing;
  }

  /** How many changes have no place yet. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** The number of the last change; to be taken before the primary is asked for its position. */
  synchronized long last() {
    return numbers;
  }

  /** Everything up to this number ended before this place. */
  synchronized void ended(long number, long place) {
    while (!waiting.isEmpty() && waiting.getFirst().note().number <= number) {
      waiting.remove().note().place = place;
    }
    if (floorWaitsFor > 0 && floorWaitsFor <= number) {
      floor = Math.max(floor, place);
      floorWaitsFor = 0;
    }
  }

  /** The place that every read needs; {@link #NOWHERE} while it is not known. */
  synchronized long floor() {
    return floorWaitsFor > 0 ? NOWHERE : floor;
  }

  /** The place behind the last change of this. */
  synchronized long needed(String about) {
    Note note = notes.get(about);
    return note == null ? floor() : Math.max(floor(), note.place);
  }
}
