package io.cameo.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Uploads for ever new subjects over a few connections that each send the next one as soon as the
 * last is answered.
 *
 * @param connections how many at once
 * @param uploads how many in one round
 * @param bound no upload is begun after this time
 * @param patience longest wait for one answer
 * @param nanoTime the clock
 */
public record UploadLoad(
    int connections, int uploads, Duration bound, Duration patience, LongSupplier nanoTime) {

  /**
   * Runs one round.
   *
   * @param name begins every subject of the round; no other round may have it
   */
  public UploadRound run(UploadTarget target, String name) throws InterruptedException {
    Round round = new Round(target, name, nanoTime.getAsLong());
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("load-", 0).factory())) {
      List<Future<?>> senders = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        senders.add(threads.submit(round::sendAll));
      }
      round.await(senders);
    }
    double seconds = (nanoTime.getAsLong() - round.start) / 1e9;
    return new UploadRound(
        round.millis.size(), List.copyOf(round.faults), seconds, List.copyOf(round.millis));
  }

  /** The state that the connections of one round share. */
  private final class Round {

    private final UploadTarget target;
    private final String name;
    private final long start;
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Queue<Double> millis = new ConcurrentLinkedQueue<>();
    private final Queue<HttpConnection> opened = new ConcurrentLinkedQueue<>();

    Round(UploadTarget target, String name, long start) {
      this.target = target;
      this.name = name;
      this.start = start;
    }

    void sendAll() {
      HttpConnection connection = null;
      for (int n = next.getAndIncrement(); n < uploads && inTime(); n = next.getAndIncrement()) {
        try {
          if (connection == null) {
            connection = HttpConnection.open(target.address(), patience);
            opened.add(connection);
          }
          if (send(connection, name + "-" + n).closes()) {
            connection = close(connection);
          }
        } catch (IOException e) {
          faults.add(e.toString());
          connection = close(connection);
        }
      }
      close(connection);
    }

    private Answer send(HttpConnection connection, String subject) throws IOException {
      long sent = nanoTime.getAsLong();
      Answer answer = connection.exchange(target.head(subject), target.body());
      double took = (nanoTime.getAsLong() - sent) / 1e6;
      target.faultOf(subject, answer).ifPresentOrElse(faults::add, () -> millis.add(took));
      return answer;
    }

    private boolean inTime() {
      return nanoTime.getAsLong() - start < bound.toNanos();
    }

    /** Waits for the senders; breaks their connections when one hangs, as in a write. */
    void await(List<Future<?>> senders) throws InterruptedException {
      long end = nanoTime.getAsLong() + bound.plus(patience).toNanos();
      for (Future<?> sender : senders) {
        try {
          sender.get(Math.max(0, end - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          opened.forEach(Round::close);
        } catch (ExecutionException e) {
          throw new IllegalStateException("A sender of the load failed.", e.getCause());
        }
      }
    }

    private static @Nullable HttpConnection close(@Nullable HttpConnection connection) {
      try {
        if (connection != null) {
          connection.close();
        }
      } catch (IOException e) {
        // Nothing more is wanted of it.
      }
      return null;
    }
  }
}
