package io.cameo.service.ops.importing;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.http.ProblemException;
import io.cameo.service.ops.frame.Progress;
import io.cameo.service.upload.PictureIntake;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes every picture of a source in, several at a time. */
final class Importer {

  /** A dry run changes nothing, so nothing is written down of it. */
  private static final Actor NOBODY = new Actor("import", Optional.empty(), Optional.empty());

  /** So often a picture is tried again that was refused for a moment only. */
  private static final int TRIES = 5;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** What became of a line. */
  enum Outcome {
    TAKEN,
    UNCHANGED,
    KEPT,
    ABSENT,
    REFUSED,
    /** An earlier command of the same import has done it. */
    BEFORE
  }

  /**
   * How it is done.
   *
   * @param replace whether pictures that subjects have are replaced
   * @param pace returns when one more may be done
   * @param refused is told of every refusal, from one thread at a time
   */
  record Manner(
      boolean replace, int parallel, Runnable pace, Consumer<Refusal> refused, Progress progress) {}

  /**
   * What a picture is tried with: all that an import does, or all but keeping anything.
   *
   * @param state where it is kept how far the import is; empty for a dry run
   */
  record Target(
      PictureIntake intake,
      SeenSubjects subjects,
      ImportRuns runs,
      Optional<ImportRuns.Run> state) {}

  private final Target target;
  private final Manner manner;
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch never = new CountDownLatch(1);

  Importer(Target target, Manner manner) {
    this.target = target;
    this.manner = manner;
  }

  /** How many lines came to what; the first failure that is no refusal ends all. */
  Map<Outcome, Long> run(Source source) throws IOException {
    Semaphore places = new Semaphore(manner.parallel());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      source.each(
          item -> {
            throwFailure();
            // In the order of the source: of two lines for one subject the first counts.
            boolean first = target.subjects().isFirst(item.subject());
            places.acquireUninterruptibly();
            threads.execute(
                () -> {
                  try {
                    one(item, first);
                  } catch (RuntimeException | Error failed) {
                    failure.compareAndSet(null, failed);
                  } finally {
                    places.release();
                  }
                });
          });
    }
    throwFailure();
    synchronized (this) {
      return new EnumMap<>(counts);
    }
  }

  private void throwFailure() {
    Throwable failed = failure.get();
    if (failed != null) {
      throw failed instanceof RuntimeException known ? known : new IllegalStateException(failed);
    }
  }

  private void one(Source.Item item, boolean first) {
    if (!first) {
      refuse(
          item,
          "twice",
          "The subject has a picture further up, which counts. Leave one of the two away.");
      return;
    }
    if (target.state().isPresent() && target.runs().isDone(target.state().get(), item)) {
      count(Outcome.BEFORE);
      return;
    }
    manner.pace().run();
    try {
      Outcome outcome = taken(item);
      target.state().ifPresent(run -> target.runs().done(run, item));
      count(outcome);
    } catch (ProblemException refused) {
      refuse(item, refused.problem().code(), refused.problem().detail());
    } catch (IOException unreadable) {
      refuse(item, "unreadable", "It could not be read: " + unreadable.getMessage() + ".");
    }
  }

  private Outcome taken(Source.Item item) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        PictureIntake.Fate fate =
            target.state().isPresent()
                ? target
                    .intake()
                    .take(
                        item.subject(),
                        item.picture(),
                        manner.replace(),
                        actor(target.state().get()))
                : target.intake().check(item.subject(), item.picture(), manner.replace(), NOBODY);
        return Outcome.valueOf(fate.name());
      } catch (Source.AbsentException none) {
        return Outcome.ABSENT;
      } catch (ProblemException refused) {
        Optional<Duration> again = refused.problem().retryAfter();
        if (again.isEmpty() || tries == TRIES) {
          throw refused;
        }
        pause(again.get(), refused);
      }
    }
  }

  private static Actor actor(ImportRuns.Run run) {
    return new Actor("import " + run.id(), Optional.empty(), Optional.empty());
  }

  private void pause(Duration time, ProblemException refused) {
    Duration most = time.compareTo(LONGEST_PAUSE) < 0 ? time : LONGEST_PAUSE;
    try {
      if (never.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw refused;
    }
  }

  private void refuse(Source.Item item, String code, String sentence) {
    synchronized (this) {
      manner.refused().accept(new Refusal(item.place(), item.subject(), code, sentence));
    }
    count(Outcome.REFUSED);
  }

  private synchronized void count(Outcome outcome) {
    counts.merge(outcome, 1L, Long::sum);
    manner.progress().advance(1);
  }
}
