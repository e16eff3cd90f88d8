package io.cameo.it;

import java.awt.Color;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;

/**
 * One client of the crash test: changes its own subjects one request after the other, and keeps for
 * each what the program has acknowledged and what may or may not have happened since.
 */
final class Writer implements Runnable {

  private static final long PAUSE_AFTER_FAULT_NANOS = 50_000_000;

  /** What a subject must be, as far as its only writer knows. */
  static final class Expected {
    /** The acknowledged picture; empty after an acknowledged deletion or before any upload. */
    String version = "";

    /** Digests of uploads without an answer since the last acknowledgement. */
    final List<String> maybeUploaded = new ArrayList<>();

    boolean maybeDeleted;
    boolean maybeReverted;

    private void acknowledge(String current) {
      version = current;
      maybeUploaded.clear();
      maybeDeleted = false;
      maybeReverted = false;
    }
  }

  /** An acknowledged rendition, as its address was handed out, and what it must show. */
  record Acknowledged(String path, String subject, String version) {}

  private final Random random;
  private final Phaser rounds;
  private final Map<String, Expected> expected = new HashMap<>();
  private final List<String> subjects = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private volatile Api api;
  private volatile boolean paused = true;
  private volatile boolean ended;
  private int acknowledged;
  private int pictures;

  /**
   * @param rounds where this writer waits while the program is looked at
   */
  Writer(Api api, long seed, Phaser rounds) {
    this.api = api;
    this.random = new Random(seed);
    this.rounds = rounds;
    for (int i = 0; i < 3; i++) {
      String subject = Api.subject();
      subjects.add(subject);
      expected.put(subject, new Expected());
    }
    rounds.register();
  }

  void talkTo(Api next) {
    api = next;
  }

  void resume() {
    paused = false;
  }

  void pause() {
    paused = true;
  }

  void end() {
    ended = true;
  }

  @Override
  public void run() {
    while (!ended) {
      if (paused) {
        // Twice: once to say that nothing is under way, once to go on.
        rounds.arriveAndAwaitAdvance();
        rounds.arriveAndAwaitAdvance();
        continue;
      }
      change(subjects.get(random.nextInt(subjects.size())));
    }
    rounds.arriveAndDeregister();
  }

  private void change(String subject) {
    int dice = random.nextInt(100);
    Expected known = expected.get(subject);
    try {
      if (dice < 75) {
        upload(subject, known);
      } else if (dice < 85) {
        remove(subject, known, "");
      } else if (dice < 93) {
        remove(subject, known, "?erase=true");
      } else {
        revert(subject, known);
      }
    } catch (RuntimeException noAnswer) {
      LockSupport.parkNanos(PAUSE_AFTER_FAULT_NANOS);
    }
  }

  private void upload(String subject, Expected known) {
    byte[] picture = picture();
    String digest = Truth.sha256(picture);
    known.maybeUploaded.add(digest);
    Api.Answer answer = api.upload(subject, picture);
    switch (answer.status()) {
      case 200, 201 -> {
        known.acknowledge(answer.json().path("version").asString());
        acknowledged++;
      }
      // The database may have taken the change and lost the way back: nothing is known.
      case 500, 503 -> LockSupport.parkNanos(PAUSE_AFTER_FAULT_NANOS);
      default -> {
        known.maybeUploaded.remove(digest);
        complaints.add("upload: " + answer.status() + " " + answer.text());
      }
    }
  }

  private void remove(String subject, Expected known, String query) {
    known.maybeDeleted = true;
    Api.Answer answer = api.delete("/v1/avatars/" + subject + query);
    if (answer.status() < 300) {
      known.acknowledge("");
    } else if (answer.status() < 500) {
      complaints.add("delete: " + answer.status() + " " + answer.text());
    }
  }

  private void revert(String subject, Expected known) {
    known.maybeReverted = true;
    Api.Answer answer = api.post("/v1/avatars/" + subject + "/revert", "");
    if (answer.status() == 200) {
      known.acknowledge(answer.json().path("version").asString());
    } else if (answer.status() == 409) {
      known.maybeReverted = false;
    } else if (answer.status() < 500) {
      complaints.add("revert: " + answer.status() + " " + answer.text());
    }
  }

  /** Small, so that many fit between two kills, and never the same twice. */
  private byte[] picture() {
    pictures++;
    return Pictures.jpeg(
        64 + pictures % 60,
        new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
  }

  // --- read while paused ---------------------------------------------------------------------

  Map<String, Expected> expected() {
    return expected;
  }

  int acknowledged() {
    return acknowledged;
  }

  /** Answers that no crash explains. */
  List<String> complaints() {
    return complaints;
  }
}
