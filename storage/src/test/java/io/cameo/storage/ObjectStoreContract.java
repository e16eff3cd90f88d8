package io.cameo.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store must do; each store has a subclass that says how to open it. */
@Timeout(120)
public abstract class ObjectStoreContract {
  private static final String VERSION = "0fa3c2d4e5f60718293a4b5c6d7e8f90";
  private static final ObjectMetadata JPEG = ObjectMetadata.immutable("image/jpeg");

  private ObjectStore store;

  /** Opens the store of this test; called again, another client of the same, filled store. */
  protected abstract ObjectStore open() throws Exception;

  /** The store under test, for what a subclass adds. */
  protected final ObjectStore store() {
    return store;
  }

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    // There is none where the server is missing and its tests are skipped.
    if (store != null) {
      store.close();
    }
  }

  /** An immutable JPEG object. */
  protected static NewObject object(String key, byte[] bytes) {
    return new NewObject(key, bytes, JPEG);
  }

  /** An immutable JPEG object of a text's bytes. */
  protected static NewObject object(String key, String text) {
    return object(key, text.getBytes(UTF_8));
  }

  /** The same bytes for the same seed. */
  protected static byte[] noise(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** A valid version id for each number. */
  protected static String version(int number) {
    byte[] bytes = noise(number, 16);
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private String text(String key, ByteRange range) {
    try (StoredObject object = store.get(key, Optional.of(range)).orElseThrow()) {
      return new String(object.readAll(1000), UTF_8);
    }
  }

  private byte[] bytes(String key) {
    try (StoredObject object = store.require(key)) {
      return object.readAll(16 << 20);
    }
  }

  private List<String> allKeys(String prefix, int pageSize) {
    List<String> keys = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      ListPage page = store.list(prefix, after, pageSize);
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(pageSize);
      page.objects().forEach(object -> keys.add(object.key()));
      assertThat(page.next()).isNotEqualTo(after.isPresent() ? after : Optional.of(""));
      after = page.next();
    } while (after.isPresent());
    return keys;
  }

  @Test
  void givesBackWhatWasWrittenWithItsMetadata() {
    String key = "avatars/" + VERSION + "/256.jpg";
    byte[] bytes = noise(1, 20_000);
    store.put(object(key, bytes));
    try (StoredObject object = store.require(key)) {
      assertThat(object.readAll(20_000)).isEqualTo(bytes);
      assertThat(object.slice()).isEqualTo(new ByteSlice(0, 20_000));
      assertThat(object.stat().key()).isEqualTo(key);
      assertThat(object.stat().size()).isEqualTo(20_000);
      assertThat(object.stat().metadata()).isEqualTo(JPEG);
      assertThat(object.stat().etag()).isNotEmpty();
      assertThat(store.stat(key)).contains(object.stat());
    }
  }

  @Test
  void keepsUnusualMetadataAcrossReopening() throws Exception {
    ObjectMetadata unusual =
        new ObjectMetadata("application/x-thing; v=\"1\"", "private, no-store");
    store.put(new NewObject("a/b.jpg", new byte[] {1}, unusual));
    store.put(object("a/c.jpg", "c"));
    ObjectStat before = store.stat("a/b.jpg").orElseThrow();
    try (ObjectStore again = open()) {
      assertThat(again.stat("a/b.jpg")).contains(before);
      assertThat(before.metadata()).isEqualTo(unusual);
      assertThat(again.stat("a/c.jpg").orElseThrow().metadata()).isEqualTo(JPEG);
    }
  }

  @Test
  void storesAnEmptyObject() {
    store.put(object("empty.jpg", ""));
    assertThat(bytes("empty.jpg")).isEmpty();
    assertThat(store.stat("empty.jpg").orElseThrow().size()).isZero();
  }

  @Test
  void neverOverwrites() {
    store.put(object("a/b.jpg", "first"));
    assertThatThrownBy(() -> store.put(object("a/b.jpg", "second")))
        .isInstanceOfSatisfying(
            ObjectExistsException.class, e -> assertThat(e.key()).isEqualTo("a/b.jpg"));
    assertThat(bytes("a/b.jpg")).asString(UTF_8).isEqualTo("first");
  }

  @Test
  void letsOneOfTwentyRacersWin() throws Exception {
    List<Callable<Optional<byte[]>>> racers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] mine = noise(i, 5000 + i);
      racers.add(
          () -> {
            try {
              store.put(object("race/" + VERSION + "/1.jpg", mine));
              return Optional.of(mine);
            } catch (ObjectExistsException e) {
              return Optional.empty();
            }
          });
    }
    List<byte[]> winners = new ArrayList<>();
    for (Optional<byte[]> outcome : together(racers)) {
      outcome.ifPresent(winners::add);
    }
    assertThat(winners).hasSize(1);
    assertThat(bytes("race/" + VERSION + "/1.jpg")).isEqualTo(winners.getFirst());
  }

  @Test
  void writesTheObjectsOfOneVersionTogether() {
    List<NewObject> renditions =
        IntStream.of(512, 256, 128, 64)
            .mapToObj(size -> object("avatars/" + VERSION + "/" + size + ".jpg", noise(size, size)))
            .toList();
    store.putAll(renditions);
    for (NewObject rendition : renditions) {
      assertThat(bytes(rendition.key())).isEqualTo(rendition.bytes());
    }
  }

  @Test
  void knowsSeveralObjectsAtOnce() {
    store.putAll(List.of(object("v/1.jpg", "1"), object("v/2.jpg", "22"), object("v/3.jpg", "")));
    assertThat(store.lengths(List.of("v/1.jpg", "v/2.jpg", "v/3.jpg", "v/4.jpg", "w")))
        .containsOnly(Map.entry("v/1.jpg", 1L), Map.entry("v/2.jpg", 2L), Map.entry("v/3.jpg", 0L));
    assertThat(store.lengths(List.of("v/2.jpg", "v/2.jpg"))).containsOnly(Map.entry("v/2.jpg", 2L));
    assertThat(store.lengths(List.of())).isEmpty();
  }

  @Test
  void writesNothingForAnEmptyBatch() {
    store.putAll(List.of());
    assertThat(allKeys("", 10)).isEmpty();
  }

  @Test
  void reportsABatchThatMeetsAnExistingObjectAndLeavesThatOne() {
    store.put(object("v/2.jpg", "old"));
    assertThatThrownBy(
            () ->
                store.putAll(
                    List.of(
                        object("v/1.jpg", "new"),
                        object("v/2.jpg", "new"),
                        object("v/3.jpg", "new"))))
        .isInstanceOf(ObjectExistsException.class);
    assertThat(bytes("v/2.jpg")).asString(UTF_8).isEqualTo("old");
  }

  @Test
  void refusesABatchWithOneKeyTwice() {
    assertThatThrownBy(() -> store.putAll(List.of(object("k", "1"), object("k", "2"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.stat("k")).isEmpty();
  }

  @Test
  void findsNothingWhereNothingWasWritten() {
    store.put(object("a/b/c.jpg", "x"));
    for (String missing : List.of("no.jpg", "a/no.jpg", "a/b", "a", "x/" + VERSION + "/1.jpg")) {
      assertThat(store.get(missing)).isEmpty();
      assertThat(store.get(missing, Optional.of(new ByteRange.From(9)))).isEmpty();
      assertThat(store.stat(missing)).isEmpty();
    }
    assertThatThrownBy(() -> store.require("no.jpg"))
        .isInstanceOfSatisfying(
            ObjectNotFoundException.class, e -> assertThat(e.key()).isEqualTo("no.jpg"));
  }

  @Test
  void readsRanges() {
    store.put(object("r.jpg", "0123456789"));
    assertThat(text("r.jpg", new ByteRange.FromTo(0, 0))).isEqualTo("0");
    assertThat(text("r.jpg", new ByteRange.FromTo(2, 5))).isEqualTo("2345");
    assertThat(text("r.jpg", new ByteRange.FromTo(8, Long.MAX_VALUE))).isEqualTo("89");
    assertThat(text("r.jpg", new ByteRange.From(0))).isEqualTo("0123456789");
    assertThat(text("r.jpg", new ByteRange.From(9))).isEqualTo("9");
    assertThat(text("r.jpg", new ByteRange.Suffix(3))).isEqualTo("789");
    assertThat(text("r.jpg", new ByteRange.Suffix(99))).isEqualTo("0123456789");
  }

  @Test
  void saysWhichPartARangeBecame() {
    store.put(object("r.jpg", "0123456789"));
    try (StoredObject part =
        store.get("r.jpg", Optional.of(new ByteRange.Suffix(3))).orElseThrow()) {
      assertThat(part.slice()).isEqualTo(new ByteSlice(7, 3));
      assertThat(part.stat().size()).isEqualTo(10);
    }
  }

  @Test
  void refusesARangeWithoutAByte() {
    store.put(object("r.jpg", "0123456789"));
    store.put(object("empty.jpg", ""));
    assertUnsatisfiable("r.jpg", new ByteRange.FromTo(10, 20), 10);
    assertUnsatisfiable("r.jpg", new ByteRange.From(10), 10);
    assertUnsatisfiable("r.jpg", new ByteRange.Suffix(0), 10);
    assertUnsatisfiable("empty.jpg", new ByteRange.From(0), 0);
    assertUnsatisfiable("empty.jpg", new ByteRange.Suffix(5), 0);
  }

  private void assertUnsatisfiable(String key, ByteRange range, long size) {
    assertThatThrownBy(() -> store.get(key, Optional.of(range)))
        .isInstanceOfSatisfying(
            RangeNotSatisfiableException.class, e -> assertThat(e.size()).isEqualTo(size));
  }

  @Test
  void streamsAnObjectOfEightMegabytes() throws Exception {
    byte[] big = noise(8, 8 << 20);
    store.put(object("big.jpg", big));
    try (StoredObject object = store.require("big.jpg");
        InputStream content = object.content()) {
      int read = 0;
      byte[] buffer = new byte[10_007];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        assertThat(java.util.Arrays.equals(buffer, 0, n, big, read, read + n)).isTrue();
        read += n;
      }
      assertThat(read).isEqualTo(big.length);
      assertThat(content.read()).isEqualTo(-1);
    }
    try (StoredObject part =
        store
            .get("big.jpg", Optional.of(new ByteRange.FromTo(5_000_000, 5_000_999)))
            .orElseThrow()) {
      assertThat(part.readAll(1000))
          .isEqualTo(java.util.Arrays.copyOfRange(big, 5_000_000, 5_001_000));
    }
  }

  @Test
  void refusesToHoldMoreThanTheReaderAllows() {
    store.put(object("a.jpg", "0123456789"));
    try (StoredObject object = store.require("a.jpg")) {
      assertThatThrownBy(() -> object.readAll(9)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void deletesAndMayDeleteAgain() {
    store.put(object("avatars/" + VERSION + "/1.jpg", "1"));
    store.put(object("avatars/" + VERSION + "/2.jpg", "2"));
    store.delete("avatars/" + VERSION + "/1.jpg");
    store.delete("avatars/" + VERSION + "/1.jpg");
    store.delete("never/was.jpg");
    assertThat(store.stat("avatars/" + VERSION + "/1.jpg")).isEmpty();
    assertThat(allKeys("", 10)).containsExactly("avatars/" + VERSION + "/2.jpg");
    store.deleteAll(
        List.of("avatars/" + VERSION + "/1.jpg", "avatars/" + VERSION + "/2.jpg", "a", "a/b/c"));
    assertThat(allKeys("", 10)).isEmpty();
  }

  @Test
  void takesAKeyAgainAfterItsRemoval() {
    store.put(object("avatars/" + VERSION + "/1.jpg", "old"));
    ObjectStat old = store.stat("avatars/" + VERSION + "/1.jpg").orElseThrow();
    store.delete("avatars/" + VERSION + "/1.jpg");
    store.put(object("avatars/" + VERSION + "/1.jpg", "another"));
    assertThat(bytes("avatars/" + VERSION + "/1.jpg")).asString(UTF_8).isEqualTo("another");
    assertThat(store.stat("avatars/" + VERSION + "/1.jpg").orElseThrow().etag())
        .isNotEqualTo(old.etag());
  }

  @Test
  void readsToTheEndWhatIsDeletedMeanwhileOrFails() throws Exception {
    byte[] big = noise(3, 1 << 20);
    store.put(object("a/b.jpg", big));
    try (StoredObject object = store.require("a/b.jpg")) {
      int first = object.content().read();
      store.delete("a/b.jpg");
      byte[] rest;
      try {
        rest = object.content().readAllBytes();
      } catch (java.io.IOException e) {
        return; // An honest failure; what must not be is a short object that looks whole.
      }
      assertThat(first).isEqualTo(big[0] & 0xff);
      assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(big, 1, big.length));
    }
  }

  /** Keys chosen so that folders, shards and files compete for their place in the order. */
  private TreeSet<String> writeForest() {
    TreeSet<String> keys = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      keys.add("avatars/" + version(i) + "/256.jpg");
      keys.add("avatars/" + version(i) + "/512.jpg");
    }
    String id = version(0);
    keys.addAll(
        List.of(
            "avatars/" + id.substring(0, 2),
            "avatars/" + id.substring(0, 4) + ".jpg",
            "avatars/" + id.substring(0, 4) + "/x",
            "avatars/" + id + "0/x",
            "avatars/" + id.substring(0, 31) + "/x",
            "avatars-old/1.jpg",
            "avatars.json",
            "avatars0",
            "a",
            "b/c",
            "b-c",
            "b.c",
            "b0",
            id,
            "uploads/" + version(5000),
            "deep/1/2/3/4/5/6/7",
            id + "x/" + id + "/" + id));
    List<NewObject> objects = new ArrayList<>();
    keys.forEach(key -> objects.add(object(key, key)));
    java.util.Collections.shuffle(objects, new Random(5));
    store.putAll(objects);
    return keys;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 100, 1000})
  void listsAllKeysInOrderByPages(int pageSize) {
    TreeSet<String> keys = writeForest();
    assertThat(allKeys("", pageSize)).containsExactlyElementsOf(keys);
  }

  @Test
  void listsWhatStartsWithAPrefix() {
    TreeSet<String> keys = writeForest();
    String id = version(0);
    for (String prefix :
        List.of(
            "a",
            "avatars",
            "avatars/",
            "avatars.",
            "avatars/" + id.substring(0, 1),
            "avatars/" + id.substring(0, 2),
            "avatars/" + id.substring(0, 3),
            "avatars/" + id.substring(0, 4),
            "avatars/" + id.substring(0, 5),
            "avatars/" + id,
            "avatars/" + id + "/",
            "avatars/" + id + "/2",
            "b",
            "b-",
            "deep/1/2",
            "zzz",
            id)) {
      List<String> expected = keys.stream().filter(key -> key.startsWith(prefix)).toList();
      assertThat(allKeys(prefix, 11)).as(prefix).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void listsFromBehindAnyKeyWhetherItExistsOrNot() {
    TreeSet<String> keys = writeForest();
    List<String> starts = new ArrayList<>();
    for (String key : keys) {
      // Every second rendition's neighbour; a distant store takes its time for each question.
      if (!key.endsWith("/512.jpg")) {
        starts.add(key);
      }
    }
    starts.addAll(List.of("0", "avatars", "avatars/5", "avatars/" + version(3), "b-", "zz"));
    starts.removeIf(start -> !KeyGrammar.isKey(start));
    for (String start : starts) {
      ListPage page = store.list("", Optional.of(start), ObjectStore.MAX_PAGE);
      assertThat(page.objects().stream().map(ObjectSummary::key))
          .as(start)
          .containsExactlyElementsOf(keys.tailSet(start, false));
    }
  }

  @Test
  void listsSizesAndTimes() {
    store.put(object("avatars/" + VERSION + "/1.jpg", "12345"));
    ObjectStat stat = store.stat("avatars/" + VERSION + "/1.jpg").orElseThrow();
    List<ObjectSummary> found = new ArrayList<>();
    store.listAll("avatars/", found::add);
    assertThat(found)
        .singleElement()
        .satisfies(
            summary -> {
              assertThat(summary.key()).isEqualTo(stat.key());
              assertThat(summary.size()).isEqualTo(5);
              // A listing may round what a single answer does not.
              assertThat(summary.lastModified().getEpochSecond())
                  .isEqualTo(stat.lastModified().getEpochSecond());
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1001})
  void refusesAPageOfImpossibleSize(int max) {
    assertThatThrownBy(() -> store.list("", Optional.empty(), max))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/../b", "A", ".a", "a/.b", "a b", "+a"})
  void refusesWhatIsNoKey(String key) {
    assertThatThrownBy(() -> store.get(key)).isInstanceOf(IllegalKeyException.class);
    assertThatThrownBy(() -> store.stat(key)).isInstanceOf(IllegalKeyException.class);
    assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalKeyException.class);
    assertThatThrownBy(() -> store.put(object(key, "x"))).isInstanceOf(IllegalKeyException.class);
    assertThatThrownBy(() -> store.list("", Optional.of(key), 10))
        .isInstanceOf(IllegalKeyException.class);
  }

  @Test
  void takesTheLongestAndTheOddestKeys() {
    String segment = "a".repeat(KeyGrammar.MAX_SEGMENT_LENGTH);
    String longest = String.join("/", segment, segment, segment, "b".repeat(125));
    assertThat(longest).hasSize(KeyGrammar.MAX_LENGTH);
    List<String> keys =
        List.of(longest, "0", "a-", "a_/0-", "con.jpg", "a.tar.gz", "1/2/3/4/5/6/7/8");
    for (String key : keys) {
      store.put(object(key, key));
      assertThat(bytes(key)).asString(UTF_8).isEqualTo(key);
    }
    assertThat(allKeys("", 2)).containsExactlyElementsOf(new TreeSet<>(keys));
  }

  @Test
  void writesReadsListsAndDeletesAtTheSameTime() throws Exception {
    List<Callable<Integer>> work = new ArrayList<>();
    for (int worker = 0; worker < 8; worker++) {
      int mine = worker;
      work.add(
          () -> {
            for (int round = 0; round < 12; round++) {
              // Two workers share each version, so its folder comes and goes under both.
              String folder = "busy/" + version(1000 + mine / 2 * 50 + round) + "/";
              List<NewObject> objects =
                  List.of(
                      object(folder + mine + "-1.jpg", noise(round, 3000)),
                      object(folder + mine + "-2.jpg", noise(round, 300)));
              store.putAll(objects);
              assertThat(bytes(objects.getFirst().key())).isEqualTo(objects.getFirst().bytes());
              assertThat(allKeys(folder, 1)).contains(objects.get(1).key());
              store.deleteAll(objects.stream().map(NewObject::key).toList());
              assertThat(store.stat(objects.getFirst().key())).isEmpty();
            }
            return mine;
          });
    }
    assertThat(together(work)).hasSize(8);
    assertThat(allKeys("busy/", 10)).isEmpty();
  }

  private static <T> List<T> together(List<Callable<T>> work) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
      for (Future<T> result : threads.invokeAll(work)) {
        results.add(result.get());
      }
    }
    return results;
  }
}
