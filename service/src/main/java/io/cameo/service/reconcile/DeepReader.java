package io.cameo.service.reconcile;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Reads whole objects, not faster than it may, and compares their digests with the recorded ones.
 */
final class DeepReader {

  private static final int BUFFER = 65_536;

  /** A read that breaks off may be the network's fault; one that does so again is the object's. */
  private static final int TRIES = 2;

  private final ObjectStore store;
  private final Pace pace;

  DeepReader(ObjectStore store, Pace pace) {
    this.store = store;
    this.pace = pace;
  }

  /** What is wrong with the object's bytes. */
  Optional<Damage> read(String key, StoredObject recorded) {
    for (int i = 0; i < TRIES; i++) {
      try (io.cameo.storage.StoredObject object = store.get(key).orElse(null)) {
        if (object == null) {
          return Optional.of(Damage.MISSING);
        }
        return digest(object.content()).equals(recorded.sha256())
            ? Optional.empty()
            : Optional.of(Damage.WRONG_BYTES);
      } catch (IOException brokenOff) {
        continue;
      }
    }
    return Optional.of(Damage.WRONG_BYTES);
  }

  private String digest(InputStream content) throws IOException {
    MessageDigest digest = Sha256.begin();
    byte[] buffer = new byte[BUFFER];
    int length;
    while ((length = content.read(buffer)) > 0) {
      digest.update(buffer, 0, length);
      pace.spend(length);
    }
    return Sha256.written(digest.digest());
  }
}
