package io.cameo.service.backup.archive;

import io.cameo.storage.KeyGrammar;

/** The names of an archive's files. */
public final class ArchiveNames {

  /** What the archive is. */
  public static final String ARCHIVE = "archive";

  /** Folder of the snapshots. */
  public static final String SNAPSHOTS = "snapshots";

  /** Folder of the pool. */
  public static final String OBJECTS = "objects";

  /** Folder of the lists of erasures. */
  public static final String ERASURES = "erasures";

  private static final String AVATARS = "avatars/";
  private static final int FAN_OUT = 3;

  private ArchiveNames() {}

  /** Folder of one snapshot. */
  public static String snapshot(String id) {
    return SNAPSHOTS + "/" + id;
  }

  /** The file that makes a snapshot one. */
  public static String manifest(String id) {
    return snapshot(id) + "/manifest";
  }

  /** Where the pool keeps an object of the store, by its key {@code avatars/VERSION/NAME}. */
  public static String pooled(String key) {
    if (!key.startsWith(AVATARS)) {
      throw new ArchiveException("Not the key of a version's object: " + key);
    }
    String rest = key.substring(AVATARS.length());
    return OBJECTS + "/" + rest.substring(0, FAN_OUT) + "/" + rest;
  }

  /** The name itself, if it is one. */
  static String require(String name) {
    if (!KeyGrammar.isKey(name)) {
      throw new ArchiveException("Not a name of a file in an archive: " + name);
    }
    return name;
  }
}
