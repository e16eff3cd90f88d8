package io.cameo.service.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Form;
import io.cameo.image.ImageType;
import io.cameo.image.Rendition;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Published;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.imaging.MasterRenderer;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/** Versions in a real database with their objects in a real folder. Only pictures are stand-ins. */
final class Gallery implements AutoCloseable {

  static final Actor ACTOR = TestPictures.ACTOR;
  static final List<String> NAMES = List.of("128.jpg", "64.jpg", "master.jpg");

  /** No guard but that of the clock, so that tests need not wait. */
  static final ReconcileSettings AT_ONCE =
      new ReconcileSettings(Duration.ZERO, Duration.ZERO, 1_000_000, 100);

  final TestDatabase database = TestDatabase.open();
  final ObjectStore store;
  final TestCatalogue catalogue;
  final VersionInventory inventory;
  private final TestPictures pictures;

  Gallery(Path folder, Duration grace, Duration intentLife) {
    this.store = DiskStore.open(folder, new DiskStoreOptions(0));
    this.catalogue =
        TestCatalogue.on(
            database.dataSource(),
            store::deleteAll,
            new ChangeBus(),
            new CatalogueSettings(grace, intentLife, Duration.ofSeconds(30)));
    this.pictures = new TestPictures(catalogue, store, NAMES);
    this.inventory = new VersionInventory(database.sql(), JsonMapper.builder().build());
  }

  Reconciler reconciler(ReconcileSettings settings) {
    return reconciler(store, settings);
  }

  Reconciler reconciler(ObjectStore through, ReconcileSettings settings) {
    return new Reconciler(database.dataSource(), through, Gallery::render, settings);
  }

  /** Stands in for the workers: other bytes than those that were stored at first. */
  static List<Rendition> render(byte[] master, int side, List<Integer> sizes, Set<Form> forms) {
    List<Rendition> renditions = new ArrayList<>();
    for (int size : sizes) {
      byte[] bytes =
          ("made again at " + size + " from " + text(master)).getBytes(StandardCharsets.UTF_8);
      renditions.add(new Rendition(size + ".jpg", ImageType.JPEG, size, size, bytes));
    }
    return renditions;
  }

  static MasterRenderer renderer() {
    return Gallery::render;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  final List<Finding> findings = new ArrayList<>();

  final GcListener listener =
      new GcListener() {
        @Override
        public void compared(double share, long objects) {
          assertThat(share).isBetween(0.0, 1.0);
        }

        @Override
        public void found(Finding finding) {
          findings.add(finding);
        }
      };

  GcReport run(ReconcileSettings settings, boolean apply) {
    Reconciler reconciler = reconciler(settings);
    return reconciler.run(reconciler.plan(apply), listener);
  }

  GcReport dry() {
    return run(AT_ONCE, false);
  }

  GcReport apply() {
    return run(AT_ONCE, true);
  }

  GcReport deep(boolean apply) {
    GcPlan plan = new GcPlan(apply, OptionalLong.of(1L << 40), 1_000_000, 100, 1_000);
    return reconciler(AT_ONCE).run(plan, listener);
  }

  String master(VersionId id) {
    return id.keyPrefix() + "master.jpg";
  }

  String small(VersionId id) {
    return id.keyPrefix() + "64.jpg";
  }

  void replace(String key, String text) {
    store.delete(key);
    store.put(
        new NewObject(
            key, text.getBytes(StandardCharsets.UTF_8), ObjectMetadata.immutable("image/jpeg")));
  }

  StoredObject recorded(VersionId id, String name) {
    return inventory.find(List.of(id)).get(id).objects().stream()
        .filter(object -> object.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  void empty() {
    findings.clear();
    database
        .sql()
        .sql(
            "truncate subject, version, idempotency, audit, erasure, reap_failure, gc_run,"
                + " gc_suspect")
        .update();
    List<String> keys = new ArrayList<>();
    store.listAll("", object -> keys.add(object.key()));
    for (int i = 0; i < keys.size(); i += 1000) {
      store.deleteAll(keys.subList(i, Math.min(i + 1000, keys.size())));
    }
  }

  Intent intent(String subject) {
    return pictures.intent(subject);
  }

  void write(Intent intent) {
    pictures.write(intent);
  }

  /** An upload as the service does it: intent, objects, publication. */
  Published upload(Intent intent) {
    return pictures.upload(intent);
  }

  VersionId published(String subject) {
    return pictures.published(subject);
  }

  /** An object that nobody knows. */
  String plant(String key) {
    store.put(
        new NewObject(
            key, key.getBytes(StandardCharsets.UTF_8), ObjectMetadata.immutable("image/jpeg")));
    return key;
  }

  String plantOrphan() {
    return plant(VersionId.random().keyPrefix() + "64.jpg");
  }

  Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    store.listAll("", object -> keys.add(object.key()));
    return keys;
  }

  /** I1: what must be there is there, byte for byte as recorded. */
  void assertWhole() {
    int looked = 0;
    Optional<VersionId> after = Optional.empty();
    List<HeldVersion> page;
    do {
      page = inventory.page(after, 500);
      for (HeldVersion version : page) {
        if (version.mustHaveObjects()) {
          version.objects().forEach(object -> assertStored(version, object));
          looked++;
        }
        after = Optional.of(version.id());
      }
    } while (!page.isEmpty());
    assertThat(looked).as("versions looked at").isPositive();
  }

  private void assertStored(HeldVersion version, StoredObject recorded) {
    String key = version.id().keyPrefix() + recorded.name();
    try (var object = store.get(key).orElse(null)) {
      assertThat(object).as("%s of a %s version", key, version.state()).isNotNull();
      assertThat(Sha256.of(object.readAll(100_000))).as(key).isEqualTo(recorded.sha256());
    }
  }

  @Override
  public void close() {
    store.close();
    database.close();
  }
}
