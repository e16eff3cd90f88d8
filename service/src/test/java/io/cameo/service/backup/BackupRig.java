package io.cameo.service.backup;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Published;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.objects.NamedBucket;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A system on a real PostgreSQL and a disk store, whose versions are made as uploads make them. */
final class BackupRig implements AutoCloseable {

  static final Actor ACTOR = new Actor("test", Optional.of("192.0.2.7"), Optional.empty());
  private static final List<String> NAMES = List.of("128.jpg", "64.webp", "master.png");
  private static final AtomicInteger SEEDS = new AtomicInteger();

  final TestDatabase database;
  final ObjectStore store;
  final TestCatalogue catalogue;

  private BackupRig(TestDatabase database, Path folder) {
    this.database = database;
    this.store = DiskStore.open(folder, new DiskStoreOptions(0));
    this.catalogue = TestCatalogue.on(database.dataSource(), store::deleteAll);
  }

  /** With the schema of this release. */
  static BackupRig open(Path folder) {
    return new BackupRig(TestDatabase.open(), folder);
  }

  /** On a database of somebody else's server. */
  static BackupRig on(TestDatabase database, Path folder) {
    return new BackupRig(database, folder);
  }

  /** Without any table. */
  static BackupRig empty(Path folder) {
    return new BackupRig(TestDatabase.openEmpty(), folder);
  }

  /** Makes a new picture current. */
  VersionId upload(String subject) {
    Intent intent = intend(subject);
    Published published = catalogue.changes().publish(intent, Optional.empty(), ACTOR);
    if (published != Published.DONE) {
      throw new IllegalStateException(published.toString());
    }
    return intent.id();
  }

  /** Gives each of these subjects a hash of its own. */
  void identify(String... subjects) {
    for (String subject : subjects) {
      database
          .sql()
          .sql(
              "insert into identity (hash, subject, kind, number)"
                  + " values (sha256(convert_to(?, 'UTF8')), ?, 'EMAIL', 0)")
          .params(subject, subject)
          .update();
    }
  }

  /** An upload that has written its objects and is not published. */
  Intent intend(String subject) {
    long order = catalogue.catalogue().admit("ann", Optional.empty()).order();
    int seed = SEEDS.incrementAndGet();
    VersionId id = VersionId.random();
    List<StoredObject> recorded = new ArrayList<>();
    List<NewObject> objects = new ArrayList<>();
    for (String name : NAMES) {
      byte[] bytes = new byte[200 + name.length()];
      new Random(31L * seed + name.hashCode()).nextBytes(bytes);
      recorded.add(new StoredObject(name, 64, bytes.length, Sha256.of(bytes)));
      objects.add(
          new NewObject(id.keyPrefix() + name, bytes, ObjectMetadata.immutable(type(name))));
    }
    Intent intent =
        new Intent(
            id,
            subject,
            order,
            new Version.Source("image/jpeg", 40, 30, 2_000, "ab".repeat(32), ""),
            new Version.Look("AQID", "#112233"),
            recorded,
            Optional.empty());
    catalogue.changes().intend(intent);
    store.putAll(objects);
    return intent;
  }

  private static String type(String name) {
    return "image/" + name.substring(name.indexOf('.') + 1).replace("jpg", "jpeg");
  }

  void erase(String subject) {
    catalogue.changes().erase(subject, ACTOR);
  }

  void delete(String subject) {
    catalogue.changes().delete(subject, ACTOR);
  }

  Backup backup(BackupArchive archive) {
    return new Backup(database.dataSource(), store, archive, Progress.NONE, "test");
  }

  Restore restore(BackupArchive archive) {
    return new Restore(
        new RestoreTarget(database.dataSource(), database.migrations(), store),
        archive,
        Progress.NONE);
  }

  static BackupArchive archive(Path folder) {
    return archive(folder, Optional.empty());
  }

  static BackupArchive archive(Path folder, Optional<Path> key) {
    return BackupArchive.begin(folder.toString(), key, BackupRig::noBucket);
  }

  private static ObjectStore noBucket(NamedBucket bucket) {
    throw new AssertionError("no bucket is asked for");
  }

  /** What is wrong with the catalogue and its store. */
  List<String> violations() throws SQLException {
    try (Connection connection = database.connect()) {
      List<String> wrong = new ArrayList<>(Invariants.ofRows(connection));
      wrong.addAll(Invariants.ofObjects(connection, store, Progress.NONE).wrong());
      return wrong;
    }
  }

  /** All rows of all tables that a restore could touch, as text; not its own line in the audit. */
  Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table :
        List.of("subject", "version", "audit", "erasure", "idempotency", "identity")) {
      rows.put(
          table,
          database
              .sql()
              .sql(
                  "select t::text from "
                      + table
                      + " t "
                      + (table.equals("audit") ? "where action <> 'restore' " : "")
                      + "order by 1")
              .query(String.class)
              .list());
    }
    return rows;
  }

  /** Digests of all objects by their keys. */
  Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    store.listAll("", each -> objects.put(each.key(), digest(each.key())));
    return objects;
  }

  private String digest(String key) {
    try (var object = store.require(key)) {
      return Sha256.of(object.readAll(1 << 20)) + " " + object.stat().metadata().contentType();
    }
  }

  Optional<String> current(String subject) {
    return catalogue.catalogue().current(subject).map(version -> version.id().toString());
  }

  String state(VersionId version) {
    return database
        .sql()
        .sql("select state from version where id = ?")
        .param(version.value())
        .query(String.class)
        .optional()
        .orElse("gone");
  }

  @Override
  public void close() {
    store.close();
    database.close();
  }
}
