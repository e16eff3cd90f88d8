package io.cameo.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Objects that clients put into the store themselves, past the service, each by a form that was
 * signed for it. Nothing about them is known but what the store says; whoever reads one reads the
 * one that was looked at or none.
 */
public interface IncomingObjects {

  /**
   * What a form allows.
   *
   * @param key the exact key
   * @param contentType the exact type that the object will have
   * @param leastBytes its shortest length
   * @param mostBytes its greatest length
   * @param life how long it may be begun to be sent
   */
  record Wanted(String key, String contentType, long leastBytes, long mostBytes, Duration life) {}

  /**
   * Signs a form that allows this and nothing else.
   *
   * @param now the time that the signature carries
   * @throws StorageException if there are no credentials to sign with
   */
  UploadForm form(Wanted wanted, Instant now);

  /**
   * An object that has arrived.
   *
   * @param etag as the store calls these bytes
   * @param version the store's own name for this writing of the key, where it keeps all of them
   */
  record Arrived(
      String key, long bytes, String contentType, String etag, Optional<String> version) {}

  /** What lies under the key now; empty if nothing has arrived. */
  Optional<Arrived> look(String key);

  /** Opens exactly what was looked at; empty if it is gone or something else is in its place. */
  Optional<StoredObject> open(Arrived arrived);

  /**
   * Removes objects with everything that was ever written under their keys. Missing ones count as
   * removed; after a failure any of them may be gone, and calling again is safe.
   */
  void deleteAll(Collection<String> keys);
}
