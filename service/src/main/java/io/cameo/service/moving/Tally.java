package io.cameo.service.moving;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What passes have done so far; any thread may add. */
final class Tally {

  private static final int NAMED = 100;

  final AtomicLong versions = new AtomicLong();
  final AtomicLong objects = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();
  final AtomicLong compared = new AtomicLong();
  private final List<String> faults = new ArrayList<>();
  private long faulty;

  synchronized void fault(String key, String what) {
    faulty++;
    if (faults.size() < NAMED) {
      faults.add(key + " " + what);
    }
  }

  synchronized long faulty() {
    return faulty;
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** A new pass looks at every version anew. */
  synchronized void newPass() {
    faulty = 0;
    faults.clear();
    versions.set(0);
  }

  MoveReport.Copied copied() {
    return new MoveReport.Copied(objects.get(), bytes.get(), compared.get());
  }
}
