package io.cameo.service.ops.checklist.bucket;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How much is stored, and whether there is room for more. */
final class StorageSpace implements Check {

  private static final double LITTLE = 0.2;
  private static final double HARDLY_ANY = 0.05;

  private final Supplier<JdbcClient> sql;
  private final Optional<Disk> disk;

  /** Tells of the disk. */
  interface Disk {
    Space space() throws IOException;
  }

  /**
   * @param free bytes that may be written
   * @param total bytes of the whole disk
   */
  record Space(long free, long total) {}

  /**
   * @param disk where pictures are; empty when they are in a bucket, which has no end
   */
  StorageSpace(Supplier<JdbcClient> sql, Optional<Disk> disk) {
    this.sql = sql;
    this.disk = disk;
  }

  @Override
  public About about() {
    return new About(
        Line.INF_3,
        "storage-space",
        "It is known how much is stored, and there is room for more",
        "Sums what the database knows of stored objects, and asks the disk what is free.");
  }

  @Override
  public Answer look() throws IOException {
    String stored =
        sql.get()
            .sql(
                "select 'Versions: ' || count(*) || ', together ' || pg_size_pretty(coalesce(sum(coalesce("
                    + "stored_bytes, objects_bytes(objects))), 0)) from version"
                    + " where state <> 'PENDING'")
            .query(String.class)
            .single();
    if (disk.isEmpty()) {
      return Answer.pass(stored + " in the bucket.");
    }
    Space space = disk.get().space();
    double share = (double) space.free() / space.total();
    String seen = stored + "; %.0f %% of the disk is free.".formatted(100 * share);
    String remedy = "Give it more room, or move the pictures to a bucket: ./cameo move-storage.";
    if (share < HARDLY_ANY) {
      return Answer.fail(seen, remedy);
    }
    return share < LITTLE ? Answer.warn(seen, remedy) : Answer.pass(seen);
  }
}
