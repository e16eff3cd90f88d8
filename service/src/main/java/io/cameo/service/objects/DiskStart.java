package io.cameo.service.objects;

import io.cameo.storage.disk.DiskStore;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks whether a folder is the one that the database speaks of, before a store is made of it. A
 * disk that is not mounted leaves an empty folder behind, in which every picture would count as
 * lost and new ones would be hidden as soon as the disk is back.
 */
public final class DiskStart {

  private static final String PICTURES = "avatars";

  /**
   * The operator's own word that there is nothing to wait for. No key has such a name, so no store
   * makes it, lists it or takes it away.
   */
  private static final String LOST = PICTURES + "/+lost";

  private DiskStart() {}

  /**
   * Looks at a place that has to have the pictures of all users; a bucket is not looked at.
   *
   * @throws PicturesMissingException if it has none at all and users have some
   */
  public static void require(StoragePlace place, JdbcClient sql) {
    if (place.isBucket()) {
      return;
    }
    Path folder = place.folder();
    // The database first: a row becomes live after its objects were written.
    if (isAnyLive(sql) && !DiskStore.holdsAny(folder, PICTURES)) {
      throw new PicturesMissingException(
          folder
              + " holds no picture at all, but by the database users have pictures there. Mount the"
              + " disk that they lie on, or name their folder by CAMEO_OBJECTS. If they are lost,"
              + " put them back from a backup (./cameo restore); to go on without them, make the"
              + " folder "
              + folder.resolve(LOST)
              + " as the user that Cameo runs as.");
    }
  }

  /** One look into the index of live versions; a command may meet a database without a schema. */
  private static boolean isAnyLive(JdbcClient sql) {
    return sql.sql("select to_regclass('version') is not null").query(Boolean.class).single()
        && sql.sql("select 1 from version where state = 'LIVE' order by subject limit 1")
            .query(Integer.class)
            .optional()
            .isPresent();
  }
}
