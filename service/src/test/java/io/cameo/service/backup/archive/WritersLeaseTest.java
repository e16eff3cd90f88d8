package io.cameo.service.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the right to write when its holder's process ends. */
@Timeout(60)
class WritersLeaseTest {

  private static final String PREFIX = "backups/";

  @Test
  void aWriterThatIsToldToEndBlocksNobody(@TempDir Path folder) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = writer.inputReader();
        ObjectStore store = open(folder)) {
      String line = said.readLine();
      while (line != null && !line.equals("held")) {
        line = said.readLine();
      }
      assertThat(line).isEqualTo("held");
      assertThat(locks(store)).hasSize(1);

      writer.destroy();

      assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(locks(store)).isEmpty();
    } finally {
      writer.destroyForcibly();
    }
  }

  private static ObjectStore open(Path folder) {
    return DiskStore.open(folder, new DiskStoreOptions(0));
  }

  private static List<String> locks(ObjectStore store) {
    List<String> locks = new ArrayList<>();
    store.listAll(PREFIX + "lock", lock -> locks.add(lock.key()));
    return locks;
  }

  /** The other process: takes the right and works until it is ended. */
  static final class Writer {
    public static void main(String[] args) throws InterruptedException {
      ObjectStore store = open(Path.of(args[0]));
      WritersLease.take(store, PREFIX, "s3://bucket/backups", System::nanoTime);
      System.out.println("held");
      new CountDownLatch(1).await();
    }
  }
}
