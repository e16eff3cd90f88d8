package io.cameo.service.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How a version stands in its row. */
final class VersionRows {

  /** The columns that {@link #read} wants, of a table that is called {@code v}. */
  static final String COLUMNS =
      """
      v.id, v.subject, v.state, v.change_order, v.source_type, v.source_width, v.source_height,
      v.source_bytes, v.source_sha256, v.crop, v.thumbhash, v.color, v.objects, v.withdrawn,
      v.created_at
      """;

  private static final TypeReference<List<StoredObject>> OBJECTS = new TypeReference<>() {};
  private static final HexFormat HEX = HexFormat.of();

  private final JsonMapper json;

  VersionRows(JsonMapper json) {
    this.json = json;
  }

  Version read(ResultSet row, int index) throws SQLException {
    return new Version(
        new VersionId(row.getObject("id", UUID.class)),
        row.getString("subject"),
        VersionState.valueOf(row.getString("state")),
        new Version.Source(
            row.getString("source_type"),
            row.getInt("source_width"),
            row.getInt("source_height"),
            row.getLong("source_bytes"),
            HEX.formatHex(row.getBytes("source_sha256")),
            row.getString("crop")),
        new Version.Look(
            Base64.getEncoder().encodeToString(row.getBytes("thumbhash")), row.getString("color")),
        objects(row.getString("objects")),
        new Version.Life(
            row.getLong("change_order"),
            row.getTimestamp("created_at").toInstant(),
            row.getBoolean("withdrawn")));
  }

  /** A column of names. */
  static List<String> names(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  List<StoredObject> objects(String text) {
    return json.readValue(text, OBJECTS);
  }

  String write(List<StoredObject> objects) {
    return json.writeValueAsString(
        objects.stream()
            .map(
                object ->
                    java.util.Map.of(
                        "name", object.name(),
                        "size", object.size(),
                        "bytes", object.bytes(),
                        "sha256", object.sha256()))
            .toList());
  }
}
