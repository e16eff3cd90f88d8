package io.cameo.service.reconcile;

import io.cameo.service.catalogue.VersionId;
import java.util.Optional;

/**
 * A key under which the service itself would have put an object: {@code avatars/{version}/name}.
 */
record AvatarKey(VersionId version, String name) {

  private static final String FOLDER = "avatars/";
  private static final int NAME_AT = FOLDER.length() + 32 + 1;

  /** Empty when the key is somebody else's. */
  static Optional<AvatarKey> parse(String key) {
    if (!key.startsWith(FOLDER) || key.length() <= NAME_AT || key.charAt(NAME_AT - 1) != '/') {
      return Optional.empty();
    }
    String name = key.substring(NAME_AT);
    if (name.indexOf('/') >= 0) {
      return Optional.empty();
    }
    return VersionId.parse(key.substring(FOLDER.length(), NAME_AT - 1))
        .map(version -> new AvatarKey(version, name));
  }
}
