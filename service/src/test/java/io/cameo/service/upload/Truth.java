package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.Reaper;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionState;
import io.cameo.storage.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What must be true of database and store together, read past everything that can be broken. */
final class Truth {

  private final UploadRig rig;
  private final TestCatalogue catalogue;

  Truth(UploadRig rig) {
    this.rig = rig;
    this.catalogue = TestCatalogue.on(rig.database.dataSource(), rig.store::deleteAll);
  }

  /** The versions of a subject in all states, oldest first. */
  List<Version> versions(String subject) {
    return rig
        .database
        .sql()
        .sql("select id from version where subject = ? order by change_order")
        .param(subject)
        .query(java.util.UUID.class)
        .list()
        .stream()
        .map(io.cameo.service.catalogue.VersionId::new)
        .flatMap(id -> catalogue.catalogue().version(id).stream())
        .toList();
  }

  Optional<Version> current(String subject) {
    return catalogue.catalogue().current(subject);
  }

  /** I1, and one live version at most, which is the one that the subject's pointer names. */
  void assertWhole(String subject) {
    List<Version> versions = versions(subject);
    List<Version> live =
        versions.stream().filter(version -> version.state() == VersionState.LIVE).toList();
    assertThat(live).as("live versions of %s", subject).hasSizeLessThanOrEqualTo(1);
    assertThat(current(subject).map(Version::id))
        .as("the pointer of %s", subject)
        .isEqualTo(live.stream().map(Version::id).findFirst());
    versions.stream()
        .filter(
            version ->
                version.state() == VersionState.LIVE || version.state() == VersionState.RETIRED)
        .forEach(this::assertStored);
  }

  private void assertStored(Version version) {
    assertThat(version.objects()).isNotEmpty();
    for (StoredObject object : version.objects()) {
      byte[] bytes = read(version.id().keyPrefix() + object.name());
      assertThat(bytes.length).as("length of %s", object.name()).isEqualTo(object.bytes());
      assertThat(Sha256.of(bytes)).as("digest of %s", object.name()).isEqualTo(object.sha256());
    }
  }

  private byte[] read(String key) {
    try (var object = rig.store.require(key)) {
      return object.readAll(1_000_000);
    }
  }

  /** Lets the time of every upload that was given up pass, and cleans up. */
  Reaper.Report reapWhatWasGivenUp() {
    rig.database
        .sql()
        .sql(
            "update version set delete_after = now() - interval '1 second' where state = 'PENDING'")
        .update();
    return catalogue.reaper().reap();
  }

  /** I7 and I17: all objects belong to a version that needs them, and there is nothing to clean. */
  void assertSettled() {
    Set<String> needed = new TreeSet<>();
    for (String subject :
        rig.database.sql().sql("select distinct subject from version").query(String.class).list()) {
      for (Version version : versions(subject)) {
        assertThat(version.state()).isIn(VersionState.LIVE, VersionState.RETIRED);
        version.objects().forEach(object -> needed.add(version.id().keyPrefix() + object.name()));
      }
    }
    List<String> stored = new ArrayList<>();
    rig.store.listAll("", object -> stored.add(object.key()));
    assertThat(new TreeSet<>(stored)).isEqualTo(needed);
    assertThat(catalogue.reaper().reap()).isEqualTo(new Reaper.Report(0, 0, 0, 0));
  }

  static String sha256(byte[] bytes) {
    return Sha256.of(bytes);
  }
}
