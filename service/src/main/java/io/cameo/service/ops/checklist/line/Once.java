package io.cameo.service.ops.checklist.line;

import java.util.Optional;
import java.util.function.Supplier;

/** Something that many checks ask for and that is made once; so is the failure to make it. */
public final class Once<T> {

  private final Supplier<T> maker;
  private Optional<T> made = Optional.empty();
  private Optional<RuntimeException> failed = Optional.empty();

  public Once(Supplier<T> maker) {
    this.maker = maker;
  }

  /**
   * @throws RuntimeException what the first attempt has thrown
   */
  public synchronized T get() {
    if (failed.isPresent()) {
      throw failed.get();
    }
    if (made.isEmpty()) {
      try {
        made = Optional.of(maker.get());
      } catch (RuntimeException cannot) {
        failed = Optional.of(cannot);
        throw cannot;
      }
    }
    return made.get();
  }
}
