package io.cameo.service.backup;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A process that makes a backup and stands still after some objects, to be killed there. */
public final class BackupChild {

  private BackupChild() {}

  /**
   * @param words jdbc address, user, password, folder of the objects, place of the archive, number
   *     of objects
   */
  public static void main(String[] words) {
    AtomicInteger left = new AtomicInteger(Integer.parseInt(words[5]));
    ObjectStore real = DiskStore.open(Path.of(words[3]), new DiskStoreOptions(0));
    ObjectStore slow =
        (ObjectStore)
            Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("get") && left.getAndDecrement() <= 0) {
                    System.out.println("HOLD");
                    new CountDownLatch(1).await();
                  }
                  try {
                    return method.invoke(real, arguments);
                  } catch (InvocationTargetException thrown) {
                    throw thrown.getCause();
                  }
                });
    try (BackupArchive archive = BackupRig.archive(Path.of(words[4]))) {
      new Backup(
              new DriverManagerDataSource(words[0], words[1], words[2]),
              slow,
              archive,
              Progress.NONE,
              "test")
          .make();
    }
    System.out.println("DONE");
  }
}
