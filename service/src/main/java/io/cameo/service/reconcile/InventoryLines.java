package io.cameo.service.reconcile;

import io.cameo.storage.ObjectSummary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads the files of a report: the objects that are there, old versions and markers left out. */
final class InventoryLines {

  private final InventoryManifest manifest;
  private final int key;
  private final int size;
  private final int modified;
  private final Optional<Integer> latest;
  private final Optional<Integer> marker;

  InventoryLines(InventoryManifest manifest) {
    this.manifest = manifest;
    this.key = manifest.column("Key").orElseThrow();
    this.size = manifest.column("Size").orElseThrow();
    this.modified = manifest.column("LastModifiedDate").orElseThrow();
    this.latest = manifest.column("IsLatest");
    this.marker = manifest.column("IsDeleteMarker");
  }

  /**
   * Hands over every object, in no order.
   *
   * @throws InventoryException if a file is not the one that the manifest means, or is damaged
   */
  void each(Consumer<ObjectSummary> object) {
    for (InventoryManifest.Part part : manifest.parts()) {
      read(part, object);
    }
  }

  private void read(InventoryManifest.Part part, Consumer<ObjectSummary> object) {
    MessageDigest digest = md5();
    try (InputStream file = Files.newInputStream(part.file());
        DigestInputStream raw = new DigestInputStream(file, digest)) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(raw), StandardCharsets.UTF_8));
      String line;
      while ((line = lines.readLine()) != null) {
        object(line, part.file()).ifPresent(object);
      }
      raw.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException damaged) {
      throw new InventoryException(part.file() + " cannot be read; copy it again.", damaged);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equalsIgnoreCase(part.md5())) {
      throw new InventoryException(
          part.file() + " is not what the manifest says (MD5); copy it again.");
    }
  }

  private Optional<ObjectSummary> object(String line, Path file) {
    List<String> fields = fields(line);
    try {
      if (fields.size() < manifest.columns().size()) {
        throw new IllegalArgumentException("too few fields");
      }
      boolean old = latest.filter(at -> fields.get(at).equals("false")).isPresent();
      boolean removed = marker.filter(at -> fields.get(at).equals("true")).isPresent();
      if (old || removed) {
        return Optional.empty();
      }
      return Optional.of(
          new ObjectSummary(
              URLDecoder.decode(fields.get(key), StandardCharsets.UTF_8),
              Long.parseLong(fields.get(size)),
              Instant.parse(fields.get(modified))));
    } catch (IllegalArgumentException | DateTimeParseException noLine) {
      throw new InventoryException(file + " has a line that is none of an inventory.", noLine);
    }
  }

  /** Fields of one line of CSV, in quotation marks or not. */
  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has MD5", impossible);
    }
  }
}
