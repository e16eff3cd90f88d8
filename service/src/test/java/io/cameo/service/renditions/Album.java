package io.cameo.service.renditions;

import io.cameo.image.Form;
import io.cameo.image.ImageType;
import io.cameo.image.Rendition;
import io.cameo.service.catalogue.Additions;
import io.cameo.service.catalogue.CatalogueSettings;
import io.cameo.service.catalogue.LiveVersions;
import io.cameo.service.catalogue.Outboxes;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.imaging.MasterRenderer;
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
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/** Versions in a real database with objects in a real folder; only the workers are stand-ins. */
final class Album implements AutoCloseable {

  static final Wanted WANTED = new Wanted(List.of(128, 64), Set.of(Form.values()), "r1 q85");

  final TestDatabase database = TestDatabase.open();
  final ObjectStore store;
  final TestCatalogue catalogue;
  final TestPictures pictures;
  final Additions additions;
  final LiveVersions live;

  Album(Path folder) {
    this.store = DiskStore.open(folder, new DiskStoreOptions(0));
    ChangeBus bus = new ChangeBus();
    this.catalogue =
        TestCatalogue.on(
            database.dataSource(),
            store::deleteAll,
            bus,
            new CatalogueSettings(
                Duration.ofDays(7), Duration.ofMinutes(10), Duration.ofSeconds(30)));
    this.pictures = new TestPictures(catalogue, store, List.of("128.jpg", "64.jpg", "master.jpg"));
    JsonMapper json = JsonMapper.builder().build();
    this.additions =
        new Additions(
            database.sql(),
            database.transaction(),
            json,
            Outboxes.NONE,
            bus,
            subject -> subject.equals("full") ? 1 : 0);
    this.live = new LiveVersions(database.sql(), json);
  }

  /** What stands in for the workers: bytes that say what they would be. */
  static List<Rendition> render(
      byte[] master, int side, List<Integer> sizes, Set<Form> forms, String salt) {
    List<Rendition> made = new ArrayList<>();
    for (int size : sizes) {
      for (Form form : forms) {
        ImageType type = form.type();
        String text = salt + size + " " + form + " of " + Sha256.of(master);
        made.add(
            new Rendition(
                size + "." + type.extension(),
                type,
                size,
                size,
                text.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return made;
  }

  static MasterRenderer renderer() {
    return (master, side, sizes, forms) -> render(master, side, sizes, forms, "");
  }

  RenditionMaker maker() {
    return maker(store, renderer());
  }

  RenditionMaker maker(ObjectStore through, MasterRenderer renderer) {
    return new RenditionMaker(through, additions, renderer);
  }

  /** A published version that was uploaded now, with formats due. */
  VersionId published(String subject) {
    VersionId id = pictures.published(subject);
    database
        .sql()
        .sql("update version set formats_at = now(), recipe = ? where id = ?")
        .params(WANTED.recipe(), id.value())
        .update();
    return id;
  }

  List<StoredObject> objects(VersionId id) {
    return catalogue.catalogue().version(id).orElseThrow().objects();
  }

  Set<String> names(VersionId id) {
    Set<String> names = new TreeSet<>();
    objects(id).forEach(object -> names.add(object.name()));
    return names;
  }

  Set<String> stored(VersionId id) {
    Set<String> names = new TreeSet<>();
    store.listAll(
        id.keyPrefix(), object -> names.add(object.key().substring(id.keyPrefix().length())));
    return names;
  }

  /** What a version's row says in one column, as text. */
  Optional<String> column(VersionId id, String column) {
    return database
        .sql()
        .sql("select " + column + "::text from version where id = ?")
        .param(id.value())
        .query((row, index) -> Optional.ofNullable(row.getString(1)))
        .list()
        .stream()
        .findFirst()
        .flatMap(text -> text);
  }

  void due(VersionId id) {
    database
        .sql()
        .sql("update version set formats_at = now() where id = ?")
        .param(id.value())
        .update();
  }

  /** So that versions of another test are in nobody's way. */
  void empty() {
    database.sql().sql("truncate subject, version, audit, erasure, reap_failure").update();
  }

  @Override
  public void close() {
    store.close();
    database.close();
  }
}
