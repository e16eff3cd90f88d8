package io.cameo.service.upload;

import io.cameo.storage.ByteSlice;
import io.cameo.storage.IncomingObjects;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import io.cameo.storage.UploadForm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Stands in for a bucket without versions, whose calls can be broken. */
final class MemoryBucket implements IncomingObjects {

  private record Put(String type, byte[] bytes) {}

  private final Map<String, Put> objects = new TreeMap<>();
  private final Faults faults;

  MemoryBucket(Faults faults) {
    this.faults = faults;
  }

  /** What a client's form does. */
  void put(String key, String type, byte[] bytes) {
    objects.put(key, new Put(type, bytes));
  }

  boolean has(String key) {
    return objects.containsKey(key);
  }

  private void mayFail(String what) {
    if (faults.next(what, Faults.Kind.REFUSED).isPresent()) {
      throw away(what);
    }
  }

  private static StorageUnavailableException away(String what) {
    return new StorageUnavailableException(
        "the bucket does not " + what, new IllegalStateException("a fault of the test"));
  }

  @Override
  public UploadForm form(Wanted wanted, Instant now) {
    return new UploadForm(
        URI.create("https://bucket.example/"),
        Map.of("key", wanted.key(), "Content-Type", wanted.contentType()),
        now.plus(wanted.life()));
  }

  private static Arrived arrived(String key, Put put) {
    return new Arrived(key, put.bytes.length, put.type, Truth.sha256(put.bytes), Optional.empty());
  }

  @Override
  public Optional<Arrived> look(String key) {
    mayFail("look");
    return Optional.ofNullable(objects.get(key)).map(put -> arrived(key, put));
  }

  @Override
  public Optional<StoredObject> open(Arrived arrived) {
    Optional<Faults.Kind> fault = faults.next("open", Faults.Kind.REFUSED, Faults.Kind.HALF_DONE);
    if (fault.isPresent() && fault.get() != Faults.Kind.HALF_DONE) {
      throw away("open");
    }
    return Optional.ofNullable(objects.get(arrived.key()))
        .filter(put -> Truth.sha256(put.bytes).equals(arrived.etag()))
        .map(
            put ->
                new StoredObject(
                    new ObjectStat(
                        arrived.key(),
                        put.bytes.length,
                        new ObjectMetadata(put.type, "no-cache"),
                        arrived.etag(),
                        Instant.EPOCH),
                    ByteSlice.whole(put.bytes.length),
                    fault.isPresent() ? cutOff(put.bytes) : new ByteArrayInputStream(put.bytes)));
  }

  /** The connection ends in the middle of the picture. */
  private static InputStream cutOff(byte[] bytes) {
    InputStream end =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("an injected fault: the connection is gone");
          }
        };
    return new SequenceInputStream(
        new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length / 2)), end);
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    mayFail("delete");
    keys.forEach(objects::remove);
  }
}
