package io.cameo.service.reconcile;

import io.cameo.storage.ByteRange;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A store of any size that takes no memory: its listing is computed. Every {@value #ORPHAN_EACH}th
 * version has no row, and every {@value #MISSING_EACH}th has lost its first object.
 */
final class GeneratedStore implements ObjectStore {

  static final int ORPHAN_EACH = 997;
  static final int MISSING_EACH = 10_007;
  static final int OBJECT_BYTES = 4_000;

  private static final List<String> NAMES =
      List.of(
          "128.jpg",
          "192.jpg",
          "256.jpg",
          "32.jpg",
          "48.jpg",
          "512.jpg",
          "64.jpg",
          "96.jpg",
          "master.jpg");

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private final long versions;
  private final int objects;
  private final long step;
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong deleted = new AtomicLong();

  /**
   * @param objects of each version, 1 to 9
   */
  GeneratedStore(long versions, int objects) {
    this.versions = versions;
    this.objects = objects;
    this.step = Long.MAX_VALUE / versions;
  }

  /** Inserts the rows of all versions that have one. */
  void insertRows(JdbcClient sql) {
    String recorded =
        NAMES.subList(0, objects).stream()
            .map(
                name ->
                    "{\"name\":\""
                        + name
                        + "\",\"size\":64,\"bytes\":"
                        + OBJECT_BYTES
                        + ",\"sha256\":\""
                        + "ab".repeat(32)
                        + "\"}")
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    sql.sql(
            """
            insert into version (id, subject, state, change_order, source_type, source_width,
              source_height, source_bytes, source_sha256, crop, thumbhash, color, objects)
            select (lpad(to_hex(i * :step), 16, '0') || substr(md5(i::text), 1, 16))::uuid,
              's' || i, 'LIVE', i, 'image/jpeg', 4, 3, 100,
              decode(repeat('ab', 32), 'hex'), '', '\\x01', '#112233', cast(:objects as jsonb)
            from generate_series(0, cast(:last as bigint)) i
            where i % :orphan <> 0
            """)
        .param("step", step)
        .param("objects", "[" + recorded + "]")
        .param("last", versions - 1)
        .param("orphan", ORPHAN_EACH)
        .update();
    sql.sql("analyze version").update();
  }

  /** The id of a version as it is written. */
  String id(long version) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5")
              .digest(Long.toString(version).getBytes(StandardCharsets.UTF_8));
      HexFormat hex = HexFormat.of();
      return hex.toHexDigits(version * step) + hex.formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  boolean isThere(long version, int object) {
    return object > 0 || version % MISSING_EACH != 5;
  }

  String name(int object) {
    return NAMES.get(object);
  }

  long lists() {
    return lists.get();
  }

  long deleted() {
    return deleted.get();
  }

  @Override
  public ListPage list(String prefix, Optional<String> startAfter, int max) {
    lists.incrementAndGet();
    long at = startAfter.map(key -> position(key) + 1).orElse(0L);
    List<ObjectSummary> page = new ArrayList<>(max);
    for (; page.size() < max && at < versions * objects; at++) {
      long version = at / objects;
      int object = (int) (at % objects);
      if (isThere(version, object)) {
        page.add(
            new ObjectSummary(
                "avatars/" + id(version) + "/" + name(object), OBJECT_BYTES, LONG_AGO));
      }
    }
    return new ListPage(
        page, at < versions * objects ? Optional.of(page.getLast().key()) : Optional.empty());
  }

  private long position(String key) {
    AvatarKey parsed = AvatarKey.parse(key).orElseThrow();
    long version = parsed.version().value().getMostSignificantBits() / step;
    return version * objects + NAMES.indexOf(parsed.name());
  }

  @Override
  public Optional<ObjectStat> stat(String key) {
    long at = position(key);
    return isThere(at / objects, (int) (at % objects))
        ? Optional.of(
            new ObjectStat(
                key, OBJECT_BYTES, ObjectMetadata.immutable("image/jpeg"), "etag", LONG_AGO))
        : Optional.empty();
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    deleted.addAndGet(keys.size());
  }

  @Override
  public void put(NewObject object) {
    throw new StorageUnavailableException("this store is only listed");
  }

  @Override
  public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
