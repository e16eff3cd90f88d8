package io.cameo.service.upload;

import io.cameo.image.sniff.Expense;
import io.cameo.service.limits.FairQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/**
 * Turns with the workers. Expensive pictures take theirs through a narrow part: they may hold no
 * more turns than workers are left to them, else those of them that wait for the workers' narrow
 * lane would keep everybody else waiting in front of it.
 *
 * @param all the turns
 * @param narrow those of them that expensive pictures may hold
 */
record WorkerTurns(FairQueue all, FairQueue narrow) {

  /**
   * Takes a turn, or waits for one.
   *
   * @param queue the queue in which the upload takes its place among others
   * @return empty when too many wait, or patience ended
   */
  Optional<FairQueue.Place> enter(String queue, SeekableByteChannel picture) {
    List<String> names = List.of(queue);
    if (!isExpensive(picture)) {
      return all.enter(names);
    }
    Optional<FairQueue.Place> first = narrow.enter(names);
    if (first.isEmpty()) {
      return first;
    }
    Optional<FairQueue.Place> turn = all.enter(names);
    if (turn.isEmpty()) {
      first.get().close();
      return turn;
    }
    return Optional.of(
        () -> {
          turn.get().close();
          first.get().close();
        });
  }

  private static boolean isExpensive(SeekableByteChannel picture) {
    try {
      picture.position(0);
      return Expense.isHigh(picture);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
