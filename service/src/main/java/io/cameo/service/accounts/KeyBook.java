package io.cameo.service.accounts;

import io.cameo.service.http.CommonProblems;
import io.cameo.service.settings.BadWishException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The API keys as this node knows them: all that are good, in memory, so that an unknown or wrong
 * one costs a hash and never the database. The node hears of changes at once and looks for itself
 * every second as well. When it could not look for a while it believes no key, because one of them
 * may have been revoked.
 */
public final class KeyBook {

  /** How a change is announced to all nodes. */
  static final String ANNOUNCEMENT = "keys changed";

  /** Keys that may be good at a time: every node holds all of them. */
  public static final int MOST_KEYS = 1_000;

  /** How long a key stays good beside the one that takes its place, unless asked otherwise. */
  public static final Duration USUAL_OVERLAP = Duration.ofHours(24);

  public static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

  /** So long what was read last is believed. */
  static final Duration BELIEVED = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(KeyBook.class);

  private record Known(Map<String, KeyRows.Stored> keys, Instant at) {}

  private final KeyRows rows;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Instant> used = new ConcurrentHashMap<>();
  private volatile Known known = new Known(Map.of(), Instant.MIN);

  KeyBook(KeyRows rows, TransactionTemplate transaction, Clock clock) {
    this.rows = rows;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * A key that was made just now.
   *
   * @param text the key itself, to be shown this once
   */
  public record Made(ApiKey key, String text) {
    @Override
    public String toString() {
      return "Made[" + key + "]";
    }
  }

  /** Reads the keys; what they say holds from the return on. */
  synchronized void load() {
    Instant now = clock.instant();
    Map<String, KeyRows.Stored> keys = new HashMap<>();
    // Those that have ended stay for as long as a token that was made with them may be good.
    for (KeyRows.Stored stored : rows.unrevoked(UploadTokens.LONGEST)) {
      keys.put(stored.key().id(), stored);
    }
    used.keySet().retainAll(keys.keySet());
    known = new Known(keys, now);
  }

  /** Reads the keys unless the database is away, and notes which were used. */
  void look() {
    try {
      load();
      noteUse();
    } catch (DataAccessException databaseAway) {
      LOG.warn("The API keys could not be read: {}", databaseAway.getMessage());
    }
  }

  /** Once an hour for a key at most, however often it is used and on however many nodes. */
  private void noteUse() {
    Map<String, KeyRows.Stored> keys = known.keys();
    used.forEach(
        (id, hour) -> {
          KeyRows.Stored stored = keys.get(id);
          if (stored != null
              && stored.key().times().lastUsed().filter(last -> !last.isBefore(hour)).isEmpty()) {
            rows.used(id, hour);
          }
        });
  }

  /**
   * The key that this text is; empty when it is none of ours, has ended or was revoked.
   *
   * @throws io.cameo.service.http.ProblemException {@code unavailable} when this node cannot know
   */
  Optional<ApiKey> find(String text) {
    Optional<KeyText> presented = KeyText.parse(text);
    if (presented.isEmpty()) {
      return Optional.empty();
    }
    Map<String, KeyRows.Stored> keys = believed();
    KeyRows.Stored stored = keys.get(presented.get().id());
    Instant now = clock.instant();
    if (stored == null
        || !MessageDigest.isEqual(stored.secretSha256(), presented.get().secretSha256())
        || !stored.key().isGood(now)) {
      return Optional.empty();
    }
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    if (!hour.equals(used.get(stored.key().id()))) {
      used.put(stored.key().id(), hour);
    }
    return Optional.of(stored.key());
  }

  /** Whether tokens that were made with this key may be good: it was not revoked. */
  boolean vouches(String id) {
    return believed().containsKey(id);
  }

  private Map<String, KeyRows.Stored> believed() {
    Known now = known;
    if (now.at().isBefore(clock.instant().minus(BELIEVED))) {
      throw CommonProblems.unavailable(
              "The service cannot look up keys at the moment. Try again in a few seconds.")
          .toException();
    }
    return now.keys();
  }

  /** All keys, also those that have ended, newest first. */
  public List<ApiKey> list() {
    return rows.all();
  }

  /** One of {@link #list}. */
  public Optional<ApiKey> key(String id) {
    return rows.one(id);
  }

  /**
   * Makes a key.
   *
   * @param alongside what else belongs to the change, such as its line in the audit log
   * @throws BadWishException with a sentence for the operator, when it makes no sense
   */
  public Made add(KeyWish wish, Consumer<ApiKey> alongside) {
    Made made =
        transaction.execute(
            status -> {
              Made added = insert(wish);
              alongside.accept(added.key());
              rows.announce(ANNOUNCEMENT);
              return added;
            });
    // Also when it cannot be read back now: the key is shown this once.
    look();
    return made;
  }

  private Made insert(KeyWish wish) {
    KeyText text = KeyText.random(random);
    rows.insert(text, wish, MOST_KEYS);
    return new Made(rows.one(text.id()).orElseThrow(), text.reveal());
  }

  /**
   * Makes another key for the same, and lets the old one end.
   *
   * @param overlap how long the old one stays good, for those who have not heard of the new one
   * @param alongside is told the new one
   * @return empty when there is no good key of this id
   */
  public Optional<Made> rotate(String id, Duration overlap, Consumer<ApiKey> alongside) {
    Optional<Made> made =
        transaction.execute(
            status -> {
              Optional<ApiKey> old = rows.lock(id).filter(key -> key.isGood(clock.instant()));
              if (old.isEmpty()) {
                return Optional.empty();
              }
              Made added = insert(KeyWish.like(old.get()));
              rows.endAfter(id, overlap);
              alongside.accept(added.key());
              rows.announce(ANNOUNCEMENT);
              return Optional.of(added);
            });
    look();
    return made;
  }

  /**
   * Ends a key, and all tokens that were made with it, on all nodes.
   *
   * @return false when there is no key of this id that was not revoked
   */
  public boolean revoke(String id, Runnable alongside) {
    boolean revoked =
        transaction.execute(
            status -> {
              if (!rows.revoke(id)) {
                return false;
              }
              alongside.run();
              rows.announce(ANNOUNCEMENT);
              return true;
            });
    if (revoked) {
      // This node at least does not need to read it.
      forget(id);
    }
    look();
    return revoked;
  }

  private synchronized void forget(String id) {
    Map<String, KeyRows.Stored> keys = new HashMap<>(known.keys());
    keys.remove(id);
    known = new Known(keys, known.at());
  }
}
