package io.cameo.service.ops.smoke;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What one step finds. It collects all that is wrong, not only the first. */
final class Proof {

  /** Things of one step that are told: a broken system may break every address. */
  private static final int MOST_TOLD = 12;

  private final UnaryOperator<String> clean;
  private final List<Broken> broken = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private int more;
  private Optional<String> skipped = Optional.empty();

  /**
   * A promise that is not kept.
   *
   * @param todo what the operator should do
   */
  record Broken(String expected, String came, String todo) {}

  /**
   * @param clean takes secrets out of what is told
   */
  Proof(UnaryOperator<String> clean) {
    this.clean = clean;
  }

  /** Tells what is wrong unless the promise holds; whether it does. */
  boolean expect(boolean holds, String expected, String came, String todo) {
    if (!holds) {
      broken(expected, came, todo);
    }
    return holds;
  }

  void broken(String expected, String came, String todo) {
    if (broken.size() < MOST_TOLD) {
      broken.add(new Broken(clean.apply(expected), clean.apply(came), clean.apply(todo)));
    } else {
      more++;
    }
  }

  /** Tells what was seen that shows the promise kept. */
  void seen(String evidence) {
    seen.add(clean.apply(evidence));
  }

  /** The step, or the rest of it, could not be tried. */
  void skip(String reason) {
    skipped = Optional.of(clean.apply(reason));
  }

  /** A step that was skipped never passes, and one that saw nothing has proven nothing. */
  Outcome outcome() {
    if (!broken.isEmpty()) {
      return Outcome.FAILED;
    }
    return skipped.isPresent() || seen.isEmpty() ? Outcome.SKIPPED : Outcome.PASSED;
  }

  List<String> evidence() {
    List<String> all = new ArrayList<>(seen);
    skipped.ifPresent(reason -> all.add("not tried: " + reason));
    if (more > 0) {
      all.add(more + " more of the kind");
    }
    return List.copyOf(all);
  }

  List<Broken> broken() {
    return List.copyOf(broken);
  }
}
