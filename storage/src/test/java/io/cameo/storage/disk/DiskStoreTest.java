package io.cameo.storage.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.IllegalKeyException;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectStoreContract;
import io.cameo.storage.StorageFullException;
import io.cameo.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreTest extends ObjectStoreContract {
  private static final DiskStoreOptions NO_RESERVE = new DiskStoreOptions(0);
  private static final String VERSION = "0fa3c2d4e5f60718293a4b5c6d7e8f90";
  private static final String KEY = "avatars/" + VERSION + "/256.jpg";
  private static final String FILE = "avatars/+0fa/" + VERSION + "/256.jpg";

  @TempDir Path scratch;

  private Path root() {
    return scratch.resolve("objects");
  }

  @Override
  protected ObjectStore open() {
    return DiskStore.open(root(), NO_RESERVE);
  }

  /** Every regular file of the store but the locks. */
  private List<String> files() throws IOException {
    try (Stream<Path> walk = Files.walk(root())) {
      return walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(path -> !path.endsWith("lock"))
          .map(path -> root().relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void laysAnObjectWherePeopleFindIt() throws Exception {
    store().put(object(KEY, "bytes"));
    assertThat(files()).containsExactly(FILE);
    assertThat(root().resolve(FILE)).hasContent("bytes");
  }

  @Test
  void opensToItsOwnerOnly() throws Exception {
    store().put(object(KEY, "bytes"));
    try (Stream<Path> walk = Files.walk(root())) {
      for (Path path : walk.toList()) {
        String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void removesAVersionsFolderWithItsLastObject() throws Exception {
    store().put(object(KEY, "1"));
    store().put(object("avatars/" + VERSION + "/128.jpg", "2"));
    store().delete(KEY);
    assertThat(root().resolve(FILE).getParent()).exists();
    store().delete("avatars/" + VERSION + "/128.jpg");
    assertThat(root().resolve(FILE).getParent()).doesNotExist();
  }

  @Test
  void refusesAKeyThatIsAFolderOrLiesBelowAnObject() {
    store().put(object("a/b", "1"));
    assertThatThrownBy(() -> store().put(object("a", "2"))).isInstanceOf(IllegalKeyException.class);
    assertThatThrownBy(() -> store().put(object("a/b/c", "2")))
        .isInstanceOf(IllegalKeyException.class);
    assertThatThrownBy(() -> store().put(object("a/b/c/d", "2")))
        .isInstanceOf(IllegalKeyException.class);
    assertThat(store().stat("a/b/c/d")).isEmpty();
  }

  @Test
  void sweepsTheTemporaryFilesOfTheDeadAndNotOfTheLiving() throws Exception {
    Path dead = Files.createDirectories(root().resolve(".tmp/dead"));
    Files.writeString(dead.resolve("lock"), "");
    Files.writeString(dead.resolve("half"), "written");
    Path deader = Files.createDirectories(root().resolve(".tmp/deader"));
    Path living = onlyFolderBeside(dead, deader);
    Path unfinished = Files.writeString(living.resolve("unfinished"), "x");
    open().close();
    assertThat(dead).doesNotExist();
    assertThat(deader).doesNotExist();
    assertThat(unfinished).exists();
  }

  private Path onlyFolderBeside(Path... others) throws IOException {
    try (Stream<Path> all = Files.list(root().resolve(".tmp"))) {
      List<Path> living =
          all.filter(Files::isDirectory).filter(path -> !List.of(others).contains(path)).toList();
      assertThat(living).hasSize(1);
      return living.getFirst();
    }
  }

  @Test
  void leavesNoTemporaryFolderWhenClosed() throws Exception {
    Path other = scratch.resolve("other");
    DiskStore.open(other, NO_RESERVE).close();
    try (Stream<Path> left = Files.list(other.resolve(".tmp"))) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  @Test
  void leavesNothingBehindAFailedWrite() throws Exception {
    Durability full =
        new Durability() {
          @Override
          public void forceFile(FileChannel file, Path path) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void forceFolder(Path folder) {}
        };
    try (ObjectStore failing = DiskStore.open(root(), NO_RESERVE, full)) {
      assertThatThrownBy(() -> failing.put(object(KEY, "1")))
          .isInstanceOf(StorageFullException.class);
      assertThatThrownBy(() -> failing.putAll(List.of(object(KEY, "1"), object("b", "2"))))
          .isInstanceOf(StorageFullException.class);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void leavesNoTemporaryFileBehindARefusedBatch() throws Exception {
    store().put(object(KEY, "1"));
    List<NewObject> batch = List.of(object("a", "1"), object(KEY, "2"), object("z", "3"));
    assertThatThrownBy(() -> store().putAll(batch)).isInstanceOf(RuntimeException.class);
    assertThat(files()).noneMatch(file -> file.startsWith(".tmp")).contains(FILE);
  }

  @Test
  void forcesEachFileBeforeItsNameAndEachNameBeforeItReturns() {
    List<String> calls = Collections.synchronizedList(new ArrayList<>());
    Path[] real = new Path[1];
    Durability recording =
        new Durability() {
          @Override
          public void forceFile(FileChannel file, Path path) throws IOException {
            calls.add(
                "file of " + file.size() + (Files.exists(real[0].resolve(FILE)) ? " late" : ""));
          }

          @Override
          public void forceFolder(Path folder) {
            boolean named = Files.exists(real[0].resolve(FILE));
            calls.add(real[0].relativize(folder) + (named ? "" : " early"));
          }
        };
    real[0] = root().toAbsolutePath();
    List<NewObject> batch =
        List.of(object(KEY, "12345"), object("avatars/" + VERSION + "/512.jpg", "123456"));
    try (ObjectStore store = DiskStore.open(root(), NO_RESERVE, recording)) {
      store.putAll(batch);
      assertThat(calls.subList(0, 2)).containsExactlyInAnyOrder("file of 5", "file of 6");
      assertThat(calls.subList(2, calls.size()))
          .containsExactlyInAnyOrder("", "avatars", "avatars/+0fa", "avatars/+0fa/" + VERSION);
      calls.clear();
      store.put(object("avatars/" + VERSION + "/64.jpg", "1"));
      // Only what a delete may have taken away meanwhile is proven again.
      assertThat(calls)
          .containsExactlyInAnyOrder("file of 1 late", "avatars/+0fa", "avatars/+0fa/" + VERSION);
    }
  }

  @Test
  void keepsTheReserveFree() throws Exception {
    long free = Files.getFileStore(scratch).getUsableSpace();
    try (ObjectStore store = DiskStore.open(root(), new DiskStoreOptions(free * 2))) {
      assertThatThrownBy(() -> store.put(object(KEY, "1")))
          .isInstanceOf(StorageFullException.class)
          .hasMessageContaining("reserve");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void followsNoSymbolicLink() throws Exception {
    Path outside = Files.createDirectory(scratch.resolve("outside"));
    Files.writeString(outside.resolve("secret.jpg"), "secret");
    Files.createSymbolicLink(root().resolve("way"), outside);
    Files.createSymbolicLink(root().resolve("link.jpg"), outside.resolve("secret.jpg"));
    assertThat(store().get("link.jpg")).isEmpty();
    assertThatThrownBy(() -> store().get("way/secret.jpg"))
        .isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> store().put(object("way/new.jpg", "x")))
        .isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> store().put(object("way/" + VERSION + "/new.jpg", "x")))
        .isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> store().delete("way/secret.jpg"))
        .isInstanceOf(StorageUnavailableException.class);
    assertThat(store().list("", Optional.empty(), 10).objects()).isEmpty();
    assertThat(outside.resolve("secret.jpg")).hasContent("secret");
    try (Stream<Path> inside = Files.list(outside)) {
      assertThat(inside).hasSize(1);
    }
  }

  @Test
  void doesNotListWhatIsNotItsOwn() throws Exception {
    store().put(object(KEY, "1"));
    Files.writeString(root().resolve(".DS_Store"), "x");
    Files.writeString(root().resolve("README.TXT"), "x");
    Files.createDirectories(root().resolve("avatars/" + VERSION));
    Files.writeString(root().resolve("avatars/" + VERSION + "/9.jpg"), "at the wrong place");
    Files.createDirectories(root().resolve("avatars/+0fb/" + VERSION));
    Files.writeString(root().resolve("avatars/+0fb/" + VERSION + "/9.jpg"), "another one");
    assertThat(store().list("", Optional.empty(), 10).objects())
        .singleElement()
        .satisfies(object -> assertThat(object.key()).isEqualTo(KEY));
  }

  @Test
  void listsAFolderWithMoreEntriesThanItHoldsAtOnce() throws Exception {
    Path folder = Files.createDirectories(root().resolve("flat"));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      Files.write(folder.resolve("f" + i), new byte[0]);
      expected.add("flat/f" + i);
      // Folders with nothing in them must not use up a page.
      Files.createDirectory(folder.resolve("e" + i));
    }
    Collections.sort(expected);
    List<String> found = new ArrayList<>();
    store().listAll("flat/", object -> found.add(object.key()));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void takesNothingForGoneWhileItsFolderIsAway() throws Exception {
    store().put(object(KEY, "1"));
    Path away = Files.move(root(), scratch.resolve("away"));
    // As a disk that is not mounted: the folder it was mounted on is there, and empty.
    Files.createDirectory(root());
    List<ThrowingCallable> all =
        List.of(
            () -> store().get(KEY),
            () -> store().stat(KEY),
            () -> store().lengths(List.of(KEY)),
            () -> store().delete(KEY),
            () -> store().list("", Optional.empty(), 10));
    for (ThrowingCallable each : all) {
      assertThatThrownBy(each)
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("is its disk mounted?");
    }
    Files.delete(root());
    Files.move(away, root());

    assertThat(store().stat(KEY)).isPresent();
    assertThat(store().stat("avatars/" + VERSION + "/128.jpg")).isEmpty();
  }

  @Test
  void failsToOpenWhereAFileStands() throws Exception {
    Path file = Files.writeString(scratch.resolve("file"), "x");
    assertThatThrownBy(() -> DiskStore.open(file.resolve("store"), NO_RESERVE))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void bringsABatchToItsEndWhenItsThreadIsInterruptedMeanwhile() throws Exception {
    Thread writer = Thread.currentThread();
    Durability interrupting =
        new Durability() {
          @Override
          public void forceFile(FileChannel channel, Path file) {
            writer.interrupt();
          }

          @Override
          public void forceFolder(Path folder) {
            writer.interrupt();
          }
        };
    try (DiskStore store = DiskStore.open(root(), NO_RESERVE, interrupting)) {
      Thread.interrupted();
      store.putAll(List.of(object(KEY, "1"), object("b", "2")));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(files()).containsExactly(FILE, "b");
    }
  }

  @Test
  void writesNothingOnAnInterruptedThreadAndLeavesItInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store().putAll(List.of(object(KEY, "1"), object("b", "2"))))
        .isInstanceOf(StorageUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(files()).isEmpty();
    store().put(object(KEY, "1"));
    assertThat(root().resolve(FILE)).content(UTF_8).isEqualTo("1");
  }
}
