package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.DamagedArchiveException;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.CsvRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The versions of a snapshot, each with its objects: table and list are in one order and are read
 * side by side. A version that does not have in the list what its row says is a damage.
 */
final class SnapshotVersions implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String table;
  private final String list;
  private final CsvRows versions;
  private final CsvRows objects;
  private Optional<ObjectLine> following;
  private List<ObjectLine> current = List.of();

  SnapshotVersions(Archive archive, Manifest manifest) {
    Manifest.Table rows =
        manifest
            .table("version")
            .orElseThrow(
                () ->
                    new DamagedArchiveException(
                        "manifest", "a table version", "a list of tables without it"));
    this.table = rows.file().name();
    this.list = manifest.objects().list().name();
    this.versions = new CsvRows(table, archive.read(rows.file()));
    this.objects = new CsvRows(list, archive.read(manifest.objects().list()));
    this.following = nextLine();
  }

  private Optional<ObjectLine> nextLine() {
    return objects.next() ? Optional.of(ObjectLine.of(objects)) : Optional.empty();
  }

  /** Goes to the next version; false behind the last one. */
  boolean next() {
    if (!versions.next()) {
      if (following.isPresent()) {
        throw new DamagedArchiveException(
            list, "objects of versions that are in " + table, following.get().key());
      }
      return false;
    }
    current = keepsObjects() ? matched() : List.of();
    return true;
  }

  private List<ObjectLine> matched() {
    List<ObjectLine> listed = new ArrayList<>();
    while (following.isPresent() && following.get().version().equals(id())) {
      listed.add(following.get());
      following = nextLine();
    }
    List<ObjectLine> recorded = recorded();
    if (!listed.equals(recorded)) {
      throw new DamagedArchiveException(
          list,
          "the objects of version " + id() + " as its row in " + table + " has them: " + recorded,
          listed.toString());
    }
    return listed;
  }

  private List<ObjectLine> recorded() {
    try {
      List<ObjectLine> recorded = new ArrayList<>();
      for (JsonNode object : JSON.readTree(versions.text("objects"))) {
        recorded.add(
            new ObjectLine(
                "avatars/" + id() + "/" + object.path("name").asString(),
                object.path("bytes").asLong(),
                object.path("sha256").asString()));
      }
      recorded.sort((a, b) -> a.name().compareTo(b.name()));
      return recorded;
    } catch (JacksonException broken) {
      throw new DamagedArchiveException(
          table, "JSON in column objects", String.valueOf(broken.getMessage()));
    }
  }

  /** 32 hexadecimal digits. */
  String id() {
    return versions.text("id").replace("-", "");
  }

  String subject() {
    return versions.text("subject");
  }

  Instant created() {
    return Erasures.instant(versions.text("created_at"));
  }

  boolean isLive() {
    return versions.text("state").equals("LIVE");
  }

  /** Whether it is or may again be somebody's picture. */
  boolean keepsObjects() {
    return isLive() || versions.text("state").equals("RETIRED");
  }

  /** Its objects, if it keeps any. */
  List<ObjectLine> objects() {
    return current;
  }

  @Override
  public void close() {
    versions.close();
    objects.close();
  }
}
