package io.cameo.service.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Versions of made-up bytes, put into a catalogue and a store as an upload does it, for tests of
 * other packages.
 *
 * @param names of every version's objects, such as {@code 64.jpg} and {@code master.jpg}
 */
public record TestPictures(TestCatalogue catalogue, ObjectStore store, List<String> names) {

  public static final Actor ACTOR = new Actor("admin", Optional.empty(), Optional.empty());

  private static byte[] bytes(VersionId id, String name) {
    return ("picture " + name + " of " + id).getBytes(StandardCharsets.UTF_8);
  }

  private static StoredObject object(VersionId id, String name) {
    int size = name.startsWith("master") ? 200 : Integer.parseInt(name.replace(".jpg", ""));
    byte[] bytes = bytes(id, name);
    try {
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new StoredObject(name, size, bytes.length, digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A version that nobody has recorded yet. */
  public Intent intent(String subject) {
    VersionId id = VersionId.random();
    return new Intent(
        id,
        subject,
        catalogue.catalogue().admit(subject, Optional.empty()).order(),
        new Version.Source("image/jpeg", 40, 30, 1000, "ab".repeat(32), ""),
        new Version.Look("AQID", "#112233"),
        names.stream().map(name -> object(id, name)).toList(),
        Optional.empty());
  }

  /** Its objects. */
  public void write(Intent intent) {
    store.putAll(
        names.stream()
            .map(
                name ->
                    new NewObject(
                        intent.id().keyPrefix() + name,
                        bytes(intent.id(), name),
                        ObjectMetadata.immutable("image/jpeg")))
            .toList());
  }

  /** Intent, objects, publication. */
  public Published upload(Intent intent) {
    catalogue.changes().intend(intent);
    write(intent);
    return catalogue.changes().publish(intent, Optional.empty(), ACTOR);
  }

  /** The subject's new picture. */
  public VersionId published(String subject) {
    Intent intent = intent(subject);
    assertThat(upload(intent)).isEqualTo(Published.DONE);
    return intent.id();
  }
}
