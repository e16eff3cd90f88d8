package io.cameo.service.reconcile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@code manifest.json} of an S3 Inventory report in CSV, as Amazon documents it: when the
 * report was taken, what its columns are, and which files it consists of.
 *
 * @param columns their names in order
 */
record InventoryManifest(Instant taken, List<String> columns, List<Part> parts) {

  private static final List<String> NEEDED = List.of("Key", "Size", "LastModifiedDate");

  /**
   * One file of the report.
   *
   * @param md5 lower-case hexadecimal digest of the file
   */
  record Part(Path file, String md5) {}

  InventoryManifest {
    columns = List.copyOf(columns);
    parts = List.copyOf(parts);
  }

  /**
   * Reads the manifest of a report that was copied into a folder.
   *
   * @throws InventoryException if it is none, or lacks a file
   */
  static InventoryManifest read(Path folder) {
    Path manifest = folder.resolve("manifest.json");
    JsonNode json;
    try {
      json = JsonMapper.builder().build().readTree(Files.readString(manifest));
    } catch (IOException unreadable) {
      throw new InventoryException(
          manifest
              + " cannot be read. Copy the report's folder with its manifest.json, and its"
              + " data files, to a folder of this machine and name that.",
          unreadable);
    } catch (JacksonException noJson) {
      throw new InventoryException(manifest + " is no JSON document.", noJson);
    }
    String format = json.path("fileFormat").asString("");
    if (!format.equals("CSV")) {
      throw new InventoryException(
          manifest + " is of the format \"" + format + "\"; gc reads CSV. Let S3 write that.");
    }
    List<String> columns =
        Arrays.stream(json.path("fileSchema").asString("").split(",", -1))
            .map(String::strip)
            .toList();
    for (String needed : NEEDED) {
      if (!columns.contains(needed)) {
        throw new InventoryException(
            "The report has no column " + needed + ". Add it to the inventory's optional fields.");
      }
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode file : json.path("files")) {
      parts.add(
          new Part(
              find(folder, file.path("key").asString("")), file.path("MD5checksum").asString("")));
    }
    if (parts.isEmpty()) {
      throw new InventoryException(manifest + " names no files.");
    }
    return new InventoryManifest(
        Instant.ofEpochMilli(json.path("creationTimestamp").asLong(0)), columns, parts);
  }

  /** Reports lie beside their data files or above them, by the way they were copied. */
  private static Path find(Path folder, String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    return List.of(
            folder.resolve(name),
            folder.resolve("data").resolve(name),
            folder.resolveSibling("data").resolve(name))
        .stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new InventoryException(
                    "The report's file "
                        + name
                        + " is neither in "
                        + folder
                        + " nor in a folder"
                        + " data in it or beside it. Copy it there."));
  }

  /** Where a column stands. */
  Optional<Integer> column(String name) {
    int at = columns.indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(at);
  }
}
