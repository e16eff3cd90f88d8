package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a program really holds: the rows of its database joined with the files of its object store.
 */
final class Truth {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What an S3Proxy that was killed leaves of an object that it was writing. */
  private static final Pattern HALF_WRITTEN =
      Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Program program;
  private final Path store;

  Truth(Program program) {
    this(program, program.data().resolve("objects"));
  }

  /**
   * @param store the folder in which the objects are, the program's own or a bucket's
   */
  Truth(Program program, Path store) {
    this.program = program;
    this.store = store;
  }

  /** An object as its version's row records it. */
  record Recorded(String key, long bytes, String sha256) {}

  /**
   * A version's row.
   *
   * @param due whether its time is over, so that its objects may be gone already
   * @param planned keys of objects that are being added
   */
  record VersionRow(
      String id,
      String subject,
      String state,
      String sha256,
      boolean due,
      List<Recorded> objects,
      List<String> planned) {

    boolean mustHaveObjects() {
      return state.equals("LIVE") || (state.equals("RETIRED") && !due);
    }
  }

  /** All versions, by their id in the form of the API. */
  Map<String, VersionRow> versions() {
    Map<String, VersionRow> versions = new HashMap<>();
    query(
        "select id, subject, state, source_sha256, objects::text,"
            + " coalesce(delete_after <= now() + interval '2 seconds', false), planned from version",
        row -> {
          String id = row.getString(1).replace("-", "");
          String folder = "avatars/" + id + "/";
          List<Recorded> objects = new ArrayList<>();
          for (JsonNode object : JSON.readTree(row.getString(5))) {
            objects.add(
                new Recorded(
                    folder + object.path("name").asString(),
                    object.path("bytes").asLong(),
                    object.path("sha256").asString()));
          }
          versions.put(
              id,
              new VersionRow(
                  id,
                  row.getString(2),
                  row.getString(3),
                  HexFormat.of().formatHex(row.getBytes(4)),
                  row.getBoolean(6),
                  objects,
                  Stream.of((String[]) row.getArray(7).getArray())
                      .map(name -> folder + name)
                      .toList()));
        });
    return versions;
  }

  /** Each subject that has a picture, with its current version. */
  Map<String, String> currentVersions() {
    Map<String, String> current = new HashMap<>();
    query(
        "select subject, current_version from subject where current_version is not null",
        row -> current.put(row.getString(1), row.getString(2).replace("-", "")));
    return current;
  }

  /** Rows of any table that name the subject, but for the audit's. */
  List<String> rowsAbout(String subject) {
    List<String> rows = new ArrayList<>();
    for (String table : List.of("subject", "version")) {
      query(
          "select subject from " + table,
          row -> {
            if (subject.equals(row.getString(1))) {
              rows.add(table);
            }
          });
    }
    return rows;
  }

  /** Outcomes in the audit of what was tried for the subject, oldest first. */
  List<String> audit(String subject) {
    List<String> outcomes = new ArrayList<>();
    query(
        "select subject, action, outcome from audit order by id",
        row -> {
          if (subject.equals(row.getString(1))) {
            outcomes.add(row.getString(2) + " " + row.getString(3));
          }
        });
    return outcomes;
  }

  /** Who found nothing in the subject's newest upload; empty when nobody was asked. */
  String scannedBy(String subject) {
    String[] by = {""};
    query(
        "select subject, coalesce(scanned_by, '') from version order by change_order",
        row -> by[0] = row.getString(1).equals(subject) ? row.getString(2) : by[0]);
    return by[0];
  }

  /** When a clean-up was last done to its end. */
  String lastCleanUp() {
    String[] last = {""};
    query(
        "select coalesce(last_success::text, '') from scheduled_tasks"
            + " where task_name = 'reap-versions'",
        row -> last[0] = row.getString(1));
    return last[0];
  }

  /**
   * How many seconds after the last change of a subject the CDN was proven to show it, by the
   * record; empty while it is not.
   */
  Optional<Double> provenAfter(String subject) {
    List<Double> seconds = new ArrayList<>();
    query(
        "select extract(epoch from proven_at - asked_at), subject from cdn_purge"
            + " where proven_at is not null",
        row -> {
          if (subject.equals(row.getString(2))) {
            seconds.add(row.getDouble(1));
          }
        });
    return seconds.stream().findFirst();
  }

  long count(String table) {
    long[] count = new long[1];
    query("select count(*) from " + table, row -> count[0] = row.getLong(1));
    return count[0];
  }

  /** The objects on disk by key. */
  Map<String, Path> objects() {
    Map<String, Path> objects = new HashMap<>();
    if (!Files.isDirectory(store)) {
      return objects;
    }
    try (Stream<Path> files = Files.walk(store)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !store.relativize(file).startsWith(".tmp"))
          .filter(file -> !HALF_WRITTEN.matcher(file.toString()).matches())
          .forEach(file -> objects.put(key(store.relativize(file)), file));
    } catch (IOException | UncheckedIOException changing) {
      // A folder went away while it was walked: the reaper is at work; look again.
      return objects();
    }
    return objects;
  }

  /** The store spreads versions over folders that begin with +; a key has none of them. */
  private static String key(Path relative) {
    List<String> parts = new ArrayList<>();
    relative.forEach(
        part -> {
          if (!part.toString().startsWith("+")) {
            parts.add(part.toString());
          }
        });
    return String.join("/", parts);
  }

  /** Files of uploads that are, or were, under way. */
  List<Path> temporaryFiles() {
    List<Path> found = new ArrayList<>();
    for (Path folder :
        List.of(
            program.data().resolve("spool"),
            program.data().resolve("objects").resolve(".tmp"),
            program.temporaryFiles())) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(Files::isRegularFile)
            .filter(file -> !file.endsWith("lock"))
            .filter(file -> !file.toString().contains("hsperfdata"))
            .forEach(found::add);
      } catch (IOException | UncheckedIOException changing) {
        found.add(folder);
      }
    }
    return found;
  }

  /**
   * Everything that is not as it must be at every instant, in sentences; empty when all is well. To
   * be called while no upload is under way; the reaper may be at work.
   */
  List<String> violations() {
    // The disk first: an object that is written after this look needs no row in it.
    Map<String, Path> objects = objects();
    Map<String, VersionRow> versions = versions();
    // And again: what was added meanwhile is recorded already.
    Map<String, Path> after = objects();
    List<String> violations = new ArrayList<>();
    Set<String> recorded = new HashSet<>();
    Set<String> planned = new HashSet<>();
    for (VersionRow version : versions.values()) {
      planned.addAll(version.planned());
      for (Recorded object : version.objects()) {
        if (!recorded.add(object.key())) {
          violations.add("I5 two versions claim " + object.key());
        }
        if (version.mustHaveObjects()) {
          missing(version, object, after).ifPresent(violations::add);
        }
      }
    }
    objects.forEach(
        (key, file) -> {
          if (!recorded.contains(key) && !planned.contains(key) && Files.exists(file)) {
            violations.add("I7 no row knows the object " + key);
          }
        });
    pointers(versions, violations);
    objects.forEach((key, file) -> ours(key, file).ifPresent(violations::add));
    return violations;
  }

  private static Optional<String> missing(
      VersionRow version, Recorded object, Map<String, Path> objects) {
    String which = version.state() + " " + object.key();
    Path file = objects.get(object.key());
    if (file == null) {
      return Optional.of("I1 missing: " + which);
    }
    byte[] bytes = read(file);
    if (bytes.length != object.bytes()) {
      return Optional.of("I1 " + bytes.length + " bytes, not " + object.bytes() + ": " + which);
    }
    return sha256(bytes).equals(object.sha256())
        ? Optional.empty()
        : Optional.of("I1 other bytes than recorded: " + which);
  }

  private void pointers(Map<String, VersionRow> versions, List<String> violations) {
    Map<String, String> current = currentVersions();
    current.forEach(
        (subject, id) -> {
          VersionRow version = versions.get(id);
          if (version == null || !version.state().equals("LIVE")) {
            violations.add("I3 " + subject + " points to what is not live: " + version);
          } else if (!version.subject().equals(subject)) {
            violations.add("I3 " + subject + " points to another's picture");
          }
        });
    for (VersionRow version : versions.values()) {
      if (version.state().equals("LIVE") && !version.id().equals(current.get(version.subject()))) {
        violations.add("I3 live but not pointed to: " + version.id());
      }
    }
  }

  private static Optional<String> ours(String key, Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException reapedMeanwhile) {
      return Optional.empty();
    }
    List<String> surplus = Containers.surplus(bytes);
    return surplus.isEmpty()
        ? Optional.empty()
        : Optional.of("I14 " + key + " holds more than pixels: " + surplus);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException gone) {
      return new byte[0];
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void query(String sql, RowReader reader) {
    try (Connection connection = EmbeddedDatabase.connect(program.data());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reader.read(rows);
      }
    } catch (SQLException failed) {
      throw new AssertionError("the database does not answer: " + sql, failed);
    }
  }
}
