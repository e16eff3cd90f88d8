package io.cameo.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Many callers that send uploads in turn, at a steady pace, whatever they are answered.
 *
 * @param heads one request of every caller
 * @param body what all of them send
 * @param connections over which they come
 * @param perSecond requests of all together
 * @param nanoTime the clock
 */
public record Flood(
    List<String> heads, ByteBuffer body, int connections, double perSecond, LongSupplier nanoTime) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * What was answered.
   *
   * @param answers number of answers by status; 0 stands for connections that broke
   */
  public record Answers(Map<Integer, Long> answers) {

    public long of(int status) {
      return answers.getOrDefault(status, 0L);
    }

    public long all() {
      return answers.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Sends this many requests and waits for their answers. */
  public Answers run(InetSocketAddress address, long requests) {
    Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();
    AtomicLong next = new AtomicLong();
    long start = nanoTime.getAsLong();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("flood-", 0).factory())) {
      for (int i = 0; i < connections; i++) {
        threads.submit(
            () -> {
              while (next.get() < requests) {
                send(address, requests, next, start, answers);
              }
            });
      }
    }
    Map<Integer, Long> counts = new ConcurrentHashMap<>();
    answers.forEach((status, count) -> counts.put(status, count.get()));
    return new Answers(Map.copyOf(counts));
  }

  /** Sends over one connection until it breaks or all is sent. */
  private void send(
      InetSocketAddress address,
      long requests,
      AtomicLong next,
      long start,
      Map<Integer, AtomicLong> answers) {
    try (HttpConnection connection = HttpConnection.open(address, PATIENCE)) {
      for (long n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
        long due = start + (long) (n * 1e9 / perSecond);
        for (long left = due - nanoTime.getAsLong(); left > 0; left = due - nanoTime.getAsLong()) {
          LockSupport.parkNanos(left);
        }
        Answer answer = connection.exchange(heads.get((int) (n % heads.size())), body);
        count(answers, answer.status());
        if (answer.closes()) {
          return;
        }
      }
    } catch (IOException broken) {
      count(answers, 0);
    }
  }

  private static void count(Map<Integer, AtomicLong> answers, int status) {
    answers.computeIfAbsent(status, one -> new AtomicLong()).incrementAndGet();
  }
}
