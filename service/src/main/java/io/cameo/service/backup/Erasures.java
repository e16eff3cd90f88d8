package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.ArchiveFiles;
import io.cameo.service.backup.archive.ArchiveNames;
import io.cameo.service.backup.archive.DamagedArchiveException;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.CsvRows;
import io.cameo.service.catalogue.IdempotencyScope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** Erasures by the names of their certificates. The subjects are known by a hash only. */
public final class Erasures {

  private static final String COLUMNS = "id,subject_sha256,erased_at,versions,objects";
  private static final String KIND = "erasures";
  private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._~@:-]{1,128}");

  /**
   * How much later than its erasure a version may have been made and still have been erased by it:
   * an erasure waits for a running change of the subject, at most for the longest time that a
   * statement may take, which is five minutes.
   */
  private static final Duration WAIT_FOR_LOCK = Duration.ofMinutes(10);

  /**
   * A certificate.
   *
   * @param subjectSha256 see {@link IdempotencyScope#ofErased}, in hexadecimal
   */
  public record Erasure(UUID id, String subjectSha256, Instant at, int versions, int objects) {

    boolean reaches(Instant created) {
      return !created.isAfter(at.plus(WAIT_FOR_LOCK));
    }
  }

  private final Map<UUID, Erasure> byId = new TreeMap<>();

  Erasures() {}

  Erasures add(Collection<Erasure> more) {
    more.forEach(erasure -> byId.putIfAbsent(erasure.id(), erasure));
    return this;
  }

  Collection<Erasure> all() {
    return byId.values();
  }

  Set<UUID> ids() {
    return byId.keySet();
  }

  /** Those that a snapshot does not know: whatever it holds of their subjects was erased. */
  List<Erasure> without(Erasures known) {
    return byId.values().stream().filter(each -> !known.byId.containsKey(each.id())).toList();
  }

  /** By the hash of the subject; of several the latest. */
  static Map<String, Erasure> bySubject(Collection<Erasure> erasures) {
    Map<String, Erasure> latest = new HashMap<>();
    for (Erasure erasure : erasures) {
      latest.merge(erasure.subjectSha256(), erasure, (a, b) -> a.at().isAfter(b.at()) ? a : b);
    }
    return latest;
  }

  static String hash(String subject) {
    return HexFormat.of().formatHex(IdempotencyScope.ofErased(subject));
  }

  // --- where they come from ------------------------------------------------------------------

  /** All of a database. */
  static Erasures of(Connection connection) throws SQLException {
    List<Erasure> erasures = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                "select id, subject_sha256, erased_at, versions, objects from erasure");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        erasures.add(
            new Erasure(
                row.getObject(1, UUID.class),
                HexFormat.of().formatHex(row.getBytes(2)),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getInt(4),
                row.getInt(5)));
      }
    }
    return new Erasures().add(erasures);
  }

  /** All that a snapshot knew. */
  static Erasures of(Archive archive, Manifest manifest) {
    Manifest.Table table =
        manifest
            .table("erasure")
            .orElseThrow(() -> new ArchiveException("The backup has no table erasure."));
    try (CsvRows rows = new CsvRows(table.file().name(), archive.read(table.file()))) {
      return new Erasures().add(read(rows));
    }
  }

  /** All that the archive has gathered over its backups. */
  static Erasures gathered(Archive archive) {
    Erasures erasures = new Erasures();
    Iterator<ArchiveFiles.Entry> files = archive.files().list(ArchiveNames.ERASURES);
    while (files.hasNext()) {
      String name = files.next().name();
      byte[] body = archive.document(KIND, name);
      try (CsvRows rows = new CsvRows(name, new ByteArrayInputStream(body))) {
        erasures.add(read(rows));
      }
    }
    return erasures;
  }

  /**
   * The same of an archive that has a backup, and therefore a list.
   *
   * @throws DamagedArchiveException if there is none, or it is not whole
   */
  static Erasures requireGathered(Archive archive) {
    if (!archive.files().list(ArchiveNames.ERASURES).hasNext()) {
      throw new DamagedArchiveException(ArchiveNames.ERASURES, "a list of erasures", "none");
    }
    return gathered(archive);
  }

  /**
   * Those of a file: one that this program wrote, or one subject a line.
   *
   * @param now when subjects without a certificate count as erased
   */
  static Erasures of(Path file, Instant now) {
    try {
      List<String> lines =
          Files.readAllLines(file, StandardCharsets.UTF_8).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("cameo-" + KIND))
              .toList();
      if (!lines.isEmpty() && lines.getFirst().startsWith("id,")) {
        byte[] csv = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try (CsvRows rows = new CsvRows(file.toString(), new ByteArrayInputStream(csv))) {
          return new Erasures().add(read(rows));
        }
      }
      return new Erasures()
          .add(
              lines.stream()
                  .map(line -> new Erasure(UUID.randomUUID(), hash(subject(line)), now, 0, 0))
                  .toList());
    } catch (IOException | IllegalArgumentException unreadable) {
      throw ArchiveException.failed("The list of erasures " + file + " cannot be read", unreadable);
    }
  }

  private static String subject(String line) {
    if (!SUBJECT.matcher(line).matches()) {
      throw new IllegalArgumentException("\"" + line + "\" is no subject");
    }
    return line;
  }

  private static List<Erasure> read(CsvRows rows) {
    List<Erasure> erasures = new ArrayList<>();
    while (rows.next()) {
      String hash = rows.text("subject_sha256");
      erasures.add(
          new Erasure(
              UUID.fromString(rows.text("id")),
              hash.startsWith("\\x") ? hash.substring(2) : hash,
              instant(rows.text("erased_at")),
              Integer.parseInt(rows.text("versions")),
              Integer.parseInt(rows.text("objects"))));
    }
    return erasures;
  }

  /** A time as PostgreSQL writes it in UTC, or as ISO 8601 has it. */
  static Instant instant(String text) {
    String iso = text.replace(' ', 'T');
    return OffsetDateTime.parse(iso.endsWith("+00") ? iso + ":00" : iso).toInstant();
  }

  // --- where they go -------------------------------------------------------------------------

  /** Keeps the list in the archive beside all snapshots, in the place of older lists. */
  void gather(Archive archive, String id) {
    List<String> older = new ArrayList<>();
    archive.files().list(ArchiveNames.ERASURES).forEachRemaining(file -> older.add(file.name()));
    String name = ArchiveNames.ERASURES + "/" + id;
    archive.putDocument(KIND, name, csv());
    archive.files().sync();
    older.remove(name);
    archive.files().delete(older);
  }

  private byte[] csv() {
    StringBuilder lines = new StringBuilder(COLUMNS).append('\n');
    for (Erasure each : byId.values()) {
      lines
          .append(each.id())
          .append(',')
          .append(each.subjectSha256())
          .append(',')
          .append(each.at())
          .append(',')
          .append(each.versions())
          .append(',')
          .append(each.objects())
          .append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
