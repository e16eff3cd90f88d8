package io.cameo.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import io.cameo.storage.Until;
import io.cameo.storage.s3.FaultProxy.Fault;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store makes of a server and a network that break, before and after their effect. */
@Timeout(60)
class S3StoreFaultTest {

  private static final String KEY = "avatars/1/256.jpg";
  private static final byte[] BYTES = bytes(20_000);
  private static final Duration CALL = Duration.ofSeconds(3);
  private static final Fault HANG_AFTER = new Fault.HangAfter();

  private final List<S3Call> ended = new CopyOnWriteArrayList<>();
  private String bucket;
  private FaultProxy proxy;
  private S3Store store;
  private S3Store straight;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void openBoth() {
    S3Server server = S3Proxy.server();
    bucket = server.newBucket();
    proxy = new FaultProxy(server.endpoint().orElseThrow());
    straight = S3Store.open(server.options(bucket));
    store = through(server.checksums());
  }

  private S3Store through(S3StoreOptions.Checksums checksums) {
    S3StoreOptions options = S3Proxy.server().at(proxy.address()).options(bucket);
    return S3Store.open(
        new S3StoreOptions(
            options.bucket(),
            options.location(),
            options.credentials(),
            checksums,
            options.placement(),
            S3StoreOptions.Limits.of(8, CALL)),
        ended::add);
  }

  @AfterEach
  void everyConnectionIsGivenBack() {
    store.close();
    straight.close();
    Until.holds("no connection to be held", () -> proxy.open() == 0);
    proxy.close();
  }

  private static NewObject object(String key, byte[] bytes) {
    return new NewObject(key, bytes, ObjectMetadata.immutable("image/jpeg"));
  }

  private byte[] stored(String key) {
    try (StoredObject object = straight.require(key)) {
      return object.readAll(1 << 20);
    }
  }

  private void assertWrittenOnce() {
    assertThat(stored(KEY)).isEqualTo(BYTES);
    assertThat(ended).filteredOn(call -> call.operation() == S3Operation.PUT).hasSize(1);
  }

  private void assertAway(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StorageUnavailableException.class, e -> assertThat(e.retryable()).isTrue());
  }

  @Test
  void writesInSpiteOfAnErrorBeforeItsEffect() {
    proxy.next("PUT", FaultProxy.ERROR);
    store.put(object(KEY, BYTES));
    assertWrittenOnce();
    assertThat(proxy.count("PUT")).isEqualTo(2);
  }

  @Test
  void knowsItsOwnObjectAfterAnErrorThatCameAfterItsEffect() {
    proxy.next("PUT", FaultProxy.ERROR_AFTER);
    store.put(object(KEY, BYTES));
    assertWrittenOnce();
  }

  @Test
  void knowsItsOwnObjectAfterAnAnswerThatNeverCame() {
    proxy.next("PUT", HANG_AFTER);
    store.put(object(KEY, BYTES));
    assertWrittenOnce();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void writesInSpiteOfABrokenConnection(boolean after) {
    proxy.next("PUT", new Fault.Reset(after));
    store.put(object(KEY, BYTES));
    assertWrittenOnce();
  }

  @Test
  void knowsItsOwnObjectWithoutChecksumsToo() {
    try (S3Store older = through(S3StoreOptions.Checksums.WHEN_REQUIRED)) {
      proxy.next("PUT", FaultProxy.ERROR_AFTER);
      older.put(object(KEY, BYTES));
    }
    assertWrittenOnce();
  }

  @Test
  void doesNotTakeAStrangersObjectForItsOwnWhenAnAnswerWasLost() {
    straight.put(object(KEY, BYTES));
    proxy.next("PUT", new Fault.Reset(true));
    assertThatThrownBy(() -> store.put(object(KEY, BYTES)))
        .isInstanceOf(ObjectExistsException.class);
  }

  @Test
  void saysThatItCouldNotWriteWhenNothingReachesTheServer() {
    proxy.always("PUT", FaultProxy.ERROR);
    assertAway(() -> store.put(object(KEY, BYTES)));
    assertThat(straight.stat(KEY)).isEmpty();
    assertThat(ended.getLast().outcome()).isEqualTo(S3Call.Outcome.AWAY);
  }

  @Test
  void leavesAWholeObjectWhenNoAnswerEverComes() {
    proxy.always("PUT", HANG_AFTER);
    assertAway(() -> store.put(object(KEY, BYTES)));
    assertThat(stored(KEY)).isEqualTo(BYTES);
  }

  @Test
  void writesWhenTheServerAsksOnceToSlowDownAndGivesUpWhenItGoesOnAsking() {
    proxy.next("PUT", FaultProxy.SLOW_DOWN);
    store.put(object(KEY, BYTES));
    assertWrittenOnce();
    proxy.always("PUT", FaultProxy.SLOW_DOWN);
    assertAway(() -> store.put(object("another", BYTES)));
    assertThat(ended.getLast().outcome()).isIn(S3Call.Outcome.THROTTLED, S3Call.Outcome.AWAY);
    assertThat(straight.stat("another")).isEmpty();
  }

  @Test
  void readsTheObjectBackWhenTheServerNamesAnotherDigest() {
    proxy.next("PUT", new Fault.Header("ETag", "\"" + "0".repeat(32) + "\""));
    try (S3Store byEtag = through(S3StoreOptions.Checksums.WHEN_REQUIRED)) {
      byEtag.put(object(KEY, BYTES));
    }
    assertThat(proxy.count("GET")).isEqualTo(1);
    assertWrittenOnce();
  }

  @Test
  void looksAtTheObjectWhenTheServerNamesNoDigest() {
    proxy.next("PUT", new Fault.Header("ETag", "\"opaque\""));
    try (S3Store byEtag = through(S3StoreOptions.Checksums.WHEN_REQUIRED)) {
      byEtag.put(object(KEY, BYTES));
    }
    assertThat(proxy.count("HEAD")).isEqualTo(1);
    assertThat(proxy.count("GET")).isZero();
    assertWrittenOnce();
  }

  @Test
  void doesNotBelieveAWriteThatTheServerKeepsDifferently() {
    straight.put(object(KEY, bytes(100)));
    // As if another object had taken the place of the one that was acknowledged.
    proxy.next(
        "PUT", new Fault.Instead(FaultProxy.answer(200, "", "ETag: \"" + "0".repeat(32) + "\"")));
    assertAway(() -> store.put(object(KEY, BYTES)));
  }

  @Test
  void writesAllOfABatchOrSaysThatItDidNot() {
    List<NewObject> batch =
        IntStream.range(0, 12).mapToObj(i -> object("v/" + i, bytes(1_000 + i))).toList();
    proxy.next("PUT", FaultProxy.ERROR, FaultProxy.ERROR_AFTER, new Fault.Reset(true));
    store.putAll(batch);
    for (NewObject each : batch) {
      assertThat(stored(each.key())).isEqualTo(each.bytes());
    }
    proxy.next("PUT", new Fault.Instead(FaultProxy.error(403, "AccessDenied", "no")));
    assertThatThrownBy(() -> store.putAll(List.of(object("w/1", BYTES), object("w/2", BYTES))))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("s3:PutObject");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 19_999})
  void neverTakesACutAnswerForAWholeObject(int arrived) {
    straight.put(object(KEY, BYTES));
    proxy.next("GET", new Fault.Cut(arrived, false));
    try (StoredObject object = store.require(KEY)) {
      assertAway(() -> object.readAll(1 << 20));
    }
    assertThat(ended.getLast().outcome()).isEqualTo(S3Call.Outcome.AWAY);
  }

  @Test
  void doesNotWaitForeverForTheRestOfAnObject() {
    straight.put(object(KEY, BYTES));
    proxy.next("GET", new Fault.Cut(10_000, true));
    try (StoredObject object = store.require(KEY)) {
      assertAway(() -> object.readAll(1 << 20));
    }
  }

  @Test
  void refusesBytesThatDoNotFitTheirChecksum() throws Exception {
    straight.put(object(KEY, BYTES));
    String checksum =
        "x-amz-checksum-sha256: "
            + Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(BYTES));
    proxy.next("GET", new Fault.Corrupt(checksum));
    try (StoredObject object = store.require(KEY)) {
      assertAway(() -> object.readAll(1 << 20));
    }
    try (StoredObject object = store.require(KEY)) {
      assertThat(object.readAll(1 << 20)).isEqualTo(BYTES);
    }
  }

  @Test
  void givesItsConnectionBackWhenAnObjectIsNotReadToItsEnd() {
    straight.put(object(KEY, BYTES));
    for (int i = 0; i < 30; i++) {
      try (StoredObject object = store.require(KEY)) {
        assertThat(object.stat().size()).isEqualTo(BYTES.length);
      }
    }
    assertThat(proxy.mostOpen()).isLessThanOrEqualTo(8);
  }

  @Test
  void deletesInSpiteOfErrorsBeforeAndAfterTheEffect() {
    straight.put(object(KEY, BYTES));
    proxy.next("POST", FaultProxy.ERROR, FaultProxy.ERROR_AFTER);
    store.delete(KEY);
    assertThat(straight.stat(KEY)).isEmpty();
  }

  @Test
  void reportsKeysThatWereNotDeletedThoughTheCallWas() {
    String kept =
        "<?xml version=\"1.0\"?><DeleteResult><Error><Key>v/1</Key><Code>AccessDenied</Code>"
            + "<Message>no</Message></Error></DeleteResult>";
    proxy.next("POST", new Fault.Instead(FaultProxy.answer(200, kept)));
    assertThatThrownBy(() -> store.deleteAll(List.of("v/1", "v/2")))
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.retryable()).isFalse())
        .hasMessageContainingAll("1 of 2", "v/1", "s3:DeleteObject", bucket + "/*");
    String busy = kept.replace("AccessDenied", "InternalError");
    proxy.next("POST", new Fault.Instead(FaultProxy.answer(200, busy)));
    assertAway(() -> store.deleteAll(List.of("v/1", "v/2")));
  }

  @Test
  void neverExhaustsThreadsOrConnectionsWhenTheServerHangs() throws Exception {
    straight.put(object(KEY, BYTES));
    proxy.always("GET", new Fault.Hang());
    List<Thread> readers = new ArrayList<>();
    List<Throwable> surprises = new CopyOnWriteArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < 300; i++) {
      readers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (StoredObject object = store.require(KEY)) {
                      surprises.add(new AssertionError("read " + object.stat()));
                    } catch (StorageUnavailableException asItShould) {
                      // What each of them is told.
                    } catch (Throwable surprise) {
                      surprises.add(surprise);
                    }
                  }));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(surprises).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    assertThat(proxy.mostOpen()).as("connections at once").isLessThanOrEqualTo(8);
    assertThat(ended).filteredOn(call -> call.outcome() == S3Call.Outcome.NOT_ASKED).isNotEmpty();
    assertThat(store.isLeftAlone()).isTrue();
    long asked = proxy.count("GET");
    assertAway(() -> store.require(KEY));
    assertThat(proxy.count("GET")).as("calls that reach a hung server").isEqualTo(asked);

    proxy.heal();
    Until.holds("the server to be asked again", () -> !store.isLeftAlone());
    Until.holds(
        "all places to be free again",
        () -> {
          try (StoredObject object = store.require(KEY)) {
            return Arrays.equals(object.readAll(1 << 20), BYTES);
          } catch (StorageUnavailableException notYet) {
            return false;
          }
        });
    store.putAll(
        IntStream.range(0, 40).mapToObj(i -> object("again/" + i, "x".getBytes(UTF_8))).toList());
  }

  @Test
  void leavesNoThreadBehind() {
    store.put(object(KEY, BYTES));
    assertThat(threads()).as("threads of an open client").isNotEmpty();
    store.close();
    straight.close();
    Until.holds("the clients' threads to end", () -> threads().isEmpty());
  }

  /** Names of the SDK's threads that belong to a client. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("sdk-") && !name.contains("reaper"))
        .toList();
  }
}
