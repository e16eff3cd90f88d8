package io.cameo.service.cdn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Caches of one's own, each with the public's pictures, each to be told by itself. */
final class Caches {

  private Caches() {}

  /**
   * Tells all of them at the same time. One that does not hear keeps none of the others from being
   * told: they go on showing pictures to people.
   *
   * @param tell tells one; what it could not be told it says by a {@link NotPurgedException}
   * @throws NotPurgedException when any of them may not have heard all
   */
  static void each(List<Calls> caches, Consumer<Calls> tell) {
    List<CompletableFuture<Void>> told =
        caches.stream()
            .map(
                cache ->
                    CompletableFuture.runAsync(
                        () -> tell.accept(cache),
                        task -> Thread.ofVirtual().name("purge").start(task)))
            .toList();
    List<String> refusals = new ArrayList<>();
    for (CompletableFuture<Void> one : told) {
      try {
        one.join();
      } catch (CompletionException failed) {
        if (!(failed.getCause() instanceof NotPurgedException refused)) {
          throw failed;
        }
        refusals.add(String.valueOf(refused.getMessage()));
      }
    }
    if (!refusals.isEmpty()) {
      throw new NotPurgedException(String.join(" ", refusals));
    }
  }
}
