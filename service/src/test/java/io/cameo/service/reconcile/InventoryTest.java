package io.cameo.service.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.ObjectSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Reports in the form that Amazon documents, over a real folder that has changed since. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventoryTest {

  private static final String SCHEMA =
      "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag";

  private Gallery gallery;
  @TempDir private Path folder;

  @BeforeAll
  void open(@TempDir Path objects) {
    gallery = new Gallery(objects.resolve("objects"), Duration.ofDays(7), Duration.ofMinutes(10));
  }

  @AfterAll
  void close() {
    gallery.close();
  }

  @BeforeEach
  void empty() throws IOException {
    gallery.empty();
    try (var files = Files.walk(folder)) {
      files.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
    }
  }

  private static String line(String key, boolean latest, boolean marker, long size, Instant at) {
    return "\"bucket\",\"%s\",\"v1\",\"%s\",\"%s\",\"%s\",\"%s\",\"etag\""
        .formatted(
            URLEncoder.encode(key, StandardCharsets.UTF_8),
            latest,
            marker,
            marker ? "" : Long.toString(size),
            at);
  }

  /** What lies in the store now, in an order that nobody can rely on, in two files. */
  private void report(String... more) throws Exception {
    List<String> lines = new ArrayList<>(List.of(more));
    gallery.store.listAll("", object -> lines.add(line(object)));
    Collections.shuffle(lines, new Random(3));
    write(
        "CSV",
        SCHEMA,
        lines.subList(0, lines.size() / 2),
        lines.subList(lines.size() / 2, lines.size()));
  }

  private static String line(ObjectSummary object) {
    return line(object.key(), true, false, object.size(), object.lastModified());
  }

  @SafeVarargs
  private void write(String format, String schema, List<String>... files) throws Exception {
    List<String> entries = new ArrayList<>();
    Files.createDirectories(folder.resolve("data"));
    for (List<String> lines : files) {
      Path file = folder.resolve("data/part-" + entries.size() + ".csv.gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
      }
      entries.add(
          "{\"key\":\"inventory/bucket/all/data/%s\",\"size\":1,\"MD5checksum\":\"%s\"}"
              .formatted(file.getFileName(), md5(file)));
    }
    Files.writeString(
        folder.resolve("manifest.json"),
        """
        {"sourceBucket":"bucket","version":"2016-11-30","creationTimestamp":"1795564800000",
         "fileFormat":"%s","fileSchema":"%s","files":[%s]}
        """
            .formatted(format, schema, String.join(",", entries)));
  }

  private static String md5(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file)));
  }

  private GcReport run(boolean apply) throws Exception {
    Reconciler reconciler = gallery.reconciler(Gallery.AT_ONCE);
    try (InventoryList list = InventoryList.load(gallery.database.dataSource(), folder)) {
      return reconciler.run(reconciler.plan(apply), list, GcListener.NONE);
    }
  }

  @Test
  void findsWhatAListingFinds() throws Exception {
    for (int i = 0; i < 700; i++) {
      gallery.published("s" + i);
    }
    gallery.plantOrphan();
    String here = gallery.plantOrphan();
    VersionId damaged = gallery.published("ann");
    gallery.store.delete(damaged.keyPrefix() + "64.jpg");
    report();

    GcReport report = run(false);
    GcReport listed =
        gallery
            .reconciler(Gallery.AT_ONCE)
            .run(gallery.reconciler(Gallery.AT_ONCE).plan(false), GcListener.NONE);

    assertThat(report.tally().json()).isEqualTo(listed.tally().json());
    assertThat(report.count(Pile.ORPHANS)).isEqualTo(2);
    assertThat(report.count(Pile.REPAIRABLE)).isEqualTo(1);
    run(true);
    assertThat(run(true).count(Pile.DELETED)).isEqualTo(2);
    assertThat(gallery.keys()).doesNotContain(here);
    gallery.assertWhole();
  }

  @Test
  void whatHasChangedSinceTheReportIsNoDifference() throws Exception {
    VersionId erased = gallery.published("bob");
    gallery.published("cy");
    report();
    gallery.catalogue.changes().erase("bob", Gallery.ACTOR);
    gallery.catalogue.reaper().reap();
    gallery.published("dan");
    assertThat(gallery.inventory.find(List.of(erased))).isEmpty();

    GcReport report = run(false);

    assertThat(report.hasProblems()).isFalse();
    assertThat(report.count(Pile.ORPHANS) + report.count(Pile.MISSING)).isZero();
    assertThat(report.count(Pile.OBJECTS)).isEqualTo(6);
  }

  @Test
  void oldVersionsAndMarkersAreNotThereAndStrangeKeysAreSomebodyElses() throws Exception {
    gallery.published("ann");
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    String orphan = VersionId.random().keyPrefix() + "64.jpg";
    report(
        line(orphan, false, false, 5, at),
        line(orphan, true, true, 0, at),
        line("ein Bild, \"groß\"\t\\N.jpg", true, false, 7, at));

    GcReport report = run(false);

    assertThat(report.count(Pile.ORPHANS)).isZero();
    assertThat(report.count(Pile.FOREIGN)).isEqualTo(1);
    assertThat(report.tally().examples(Pile.FOREIGN))
        .containsExactly("ein Bild, \"groß\"\t\\N.jpg");
    assertThat(report.hasProblems()).isFalse();
  }

  @Test
  void aReportThatCannotBeTrustedIsRefusedWithWhatToDo() throws Exception {
    assertThatThrownBy(() -> run(false))
        .isInstanceOf(InventoryException.class)
        .hasMessageContaining("manifest.json cannot be read");
    gallery.published("ann");
    report();
    Path part = folder.resolve("data/part-1.csv.gz");
    byte[] whole = Files.readAllBytes(part);

    Files.write(part, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> run(false)).hasMessageContaining("copy it again");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part))) {
      out.write("".getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> run(false)).hasMessageContaining("not what the manifest says (MD5)");
    Files.delete(part);
    assertThatThrownBy(() -> run(false)).hasMessageContaining("Copy it there");
    write("ORC", SCHEMA, List.of());
    assertThatThrownBy(() -> run(false)).hasMessageContaining("gc reads CSV");
    write("CSV", "Bucket, Key, Size", List.of());
    assertThatThrownBy(() -> run(false)).hasMessageContaining("no column LastModifiedDate");
    write("CSV", "Bucket, Key, Size, LastModifiedDate", List.of("\"b\",\"k\",\"many\",\"now\""));
    assertThatThrownBy(() -> run(false)).hasMessageContaining("none of an inventory");
  }
}
