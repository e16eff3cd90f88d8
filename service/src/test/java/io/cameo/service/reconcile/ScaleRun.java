package io.cameo.service.reconcile;

import com.zaxxer.hikari.HikariDataSource;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * One measurement in a JVM of its own, whose heap the test limits: rows are made, then gc runs dry,
 * with --yes, and with --yes again. Prints one line of JSON.
 */
public final class ScaleRun {

  private ScaleRun() {}

  /**
   * @param words JDBC address, user, password, versions, objects a version, and a folder for a real
   *     store on disk, or {@code generated}
   */
  public static void main(String[] words) throws Exception {
    long versions = Long.parseLong(words[3]);
    int objects = Integer.parseInt(words[4]);
    GeneratedStore generated = new GeneratedStore(versions, objects);
    try (HikariDataSource database = new HikariDataSource();
        ObjectStore store = words[5].equals("generated") ? generated : onDisk(generated, words)) {
      database.setJdbcUrl(words[0]);
      database.setUsername(words[1]);
      database.setPassword(words[2]);
      database.setMaximumPoolSize(2);
      JdbcClient.create(database).sql("truncate version, gc_run, gc_suspect").update();
      generated.insertRows(JdbcClient.create(database));
      Reconciler reconciler =
          new Reconciler(
              database,
              store,
              (master, side, sizes, forms) -> java.util.List.of(),
              new ReconcileSettings(Duration.ofDays(1), Duration.ZERO, 1_000_000, 100));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("versions", versions);
      result.put("objects", versions * objects);
      result.put("dry", run(reconciler, false));
      result.put("listsOfDryRun", generated.lists());
      result.put("first", run(reconciler, true));
      result.put("second", run(reconciler, true));
      result.put("heapLimitMB", Runtime.getRuntime().maxMemory() >> 20);
      System.out.println("RESULT " + JsonMapper.builder().build().writeValueAsString(result));
    }
  }

  private static Map<String, Object> run(Reconciler reconciler, boolean apply) {
    AtomicLong peak = new AtomicLong();
    GcReport report =
        reconciler.run(
            reconciler.plan(apply),
            new GcListener() {
              @Override
              public void compared(double share, long seen) {
                Runtime jvm = Runtime.getRuntime();
                peak.accumulateAndGet(jvm.totalMemory() - jvm.freeMemory(), Math::max);
              }

              @Override
              public void found(Finding finding) {}
            });
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("seconds", report.took().toMillis() / 1000.0);
    result.put("heapMB", peak.get() >> 20);
    for (Pile pile : Pile.values()) {
      if (report.count(pile) > 0) {
        result.put(pile.word(), report.count(pile));
      }
    }
    return result;
  }

  /** The same objects as files, written without the store's care for a loss of power. */
  private static ObjectStore onDisk(GeneratedStore generated, String[] words) throws IOException {
    Path folder = Path.of(words[5]);
    long versions = Long.parseLong(words[3]);
    int objects = Integer.parseInt(words[4]);
    byte[] bytes = new byte[GeneratedStore.OBJECT_BYTES];
    for (long version = 0; version < versions; version++) {
      String id = generated.id(version);
      Path home =
          Files.createDirectories(folder.resolve("avatars/+" + id.substring(0, 3) + "/" + id));
      for (int object = 0; object < objects; object++) {
        if (generated.isThere(version, object)) {
          Path file = Files.write(home.resolve(generated.name(object)), bytes);
          Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        }
      }
    }
    return DiskStore.open(folder.toRealPath(), new DiskStoreOptions(0));
  }
}
