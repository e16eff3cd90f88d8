package io.cameo.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StoredObject;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, and looks at what it left. */
class DiskStoreKillTest {
  @TempDir Path scratch;

  /** The process to be killed: writes batches and names each one it was told is stored. */
  static final class Writer {
    public static void main(String[] args) throws Exception {
      ObjectStore store = DiskStore.open(Path.of(args[0]), new DiskStoreOptions(0));
      Random random = new Random();
      while (true) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        String folder = "avatars/" + HexFormat.of().formatHex(id) + "/";
        List<NewObject> batch = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          byte[] bytes = new byte[20_000 + random.nextInt(200_000)];
          random.nextBytes(bytes);
          // The name says what must be inside.
          String key = folder + digest(bytes);
          batch.add(new NewObject(key, bytes, ObjectMetadata.immutable("image/jpeg")));
        }
        store.putAll(batch);
        batch.forEach(object -> System.out.println(object.key()));
        System.out.flush();
      }
    }
  }

  private static String digest(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  @Timeout(60)
  void leavesOnlyWholeObjectsWhenTheWriterIsKilled() throws Exception {
    Path root = scratch.resolve("objects");
    Random random = new Random(7);
    Set<String> acknowledged = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      acknowledged.addAll(writeAndKill(root, 20 + random.nextInt(120)));
    }
    Set<String> found = new HashSet<>();
    try (ObjectStore store = DiskStore.open(root, new DiskStoreOptions(0))) {
      List<ObjectSummary> listed = new ArrayList<>();
      store.listAll("", listed::add);
      for (ObjectSummary object : listed) {
        try (StoredObject stored = store.require(object.key())) {
          String name = object.key().substring(object.key().lastIndexOf('/') + 1);
          assertThat(digest(stored.readAll(1 << 20))).isEqualTo(name);
        }
        found.add(object.key());
      }
      assertThat(acknowledged).isNotEmpty();
      assertThat(found).containsAll(acknowledged);
      // The store's own folder with its lock is the only one that is left.
      try (Stream<Path> temporary = Files.walk(root.resolve(".tmp"))) {
        assertThat(temporary.filter(Files::isRegularFile)).hasSize(2);
      }
    }
  }

  /** Starts a writer and kills it somewhere behind the given number of acknowledged objects. */
  private static Set<String> writeAndKill(Path root, int objects) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Set<String> acknowledged = new HashSet<>();
    try (BufferedReader lines = writer.inputReader()) {
      for (int i = 0; i < objects; i++) {
        acknowledged.add(lines.readLine());
      }
      // By its handle: the process object would close the pipe and what is still in it.
      writer.toHandle().destroyForcibly();
      assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
      // What was said before the end counts, except a line cut in the middle.
      lines.lines().filter(line -> line.length() == 41 + 64).forEach(acknowledged::add);
    } finally {
      writer.destroyForcibly();
    }
    assertThat(acknowledged).doesNotContainNull();
    return acknowledged;
  }
}
