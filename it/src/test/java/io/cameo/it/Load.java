package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One client that uploads, replaces, reverts and erases while something else is tested, so that
 * rows and objects come and go. Nothing that it asks for may fail.
 */
final class Load {

  private static final int SUBJECTS = 6;

  /** Leaves most of a small machine to what is tested. */
  private static final long PAUSE_NANOS = 50_000_000;

  private final Api api;
  private final int mostUploads;
  private final Random random = new Random(11);
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean going = true;
  private volatile int uploads;

  private Load(Api api, int mostUploads) {
    this.api = api;
    this.mostUploads = mostUploads;
    this.thread = Thread.ofPlatform().unstarted(this::run);
  }

  /**
   * Begins.
   *
   * @param mostUploads after which nothing new comes, so that a slow machine does not have to deal
   *     with ever more
   */
  static Load start(Api api, int mostUploads) {
    Load load = new Load(api, mostUploads);
    load.thread.start();
    return load;
  }

  private void run() {
    try {
      while (going) {
        change("load-" + random.nextInt(SUBJECTS));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (RuntimeException | Error noAnswer) {
      failures.add(noAnswer.toString());
    }
  }

  private void change(String subject) {
    String avatar = "/v1/avatars/" + subject;
    switch (random.nextInt(6)) {
      case 0 -> expect(api.delete(avatar + "?erase=true"), 200, 204);
      // A conflict: there is nothing to go back to.
      case 1 -> expect(api.post(avatar + "/revert", ""), 200, 409);
      default -> {
        if (uploads < mostUploads) {
          upload(subject);
        }
      }
    }
  }

  private void upload(String subject) {
    Api.Answer answer = api.upload(subject, Pictures.jpeg(60 + random.nextInt(60), Pictures.GREEN));
    if (expect(answer, 200, 201)) {
      uploads++;
      expect(api.get("/a/" + answer.json().path("version").asString() + "/64.jpg"), 200);
    }
  }

  private boolean expect(Api.Answer answer, Integer... good) {
    boolean as = List.of(good).contains(answer.status());
    if (!as) {
      failures.add(answer.status() + " " + answer.text());
    }
    return as;
  }

  /** Ends it. Fails when anything has failed, or when it has done too little to show anything. */
  void end() throws InterruptedException {
    going = false;
    thread.join(TimeUnit.SECONDS.toMillis(70));
    assertThat(thread.isAlive()).as("the load still runs").isFalse();
    assertThat(failures).as("what the load was refused").isEmpty();
    assertThat(uploads).as("uploads of the load").isGreaterThan(5);
  }
}
